using PhiVisionML.Training.Optimizers;
using Xunit;

namespace PhiVisionML.Training.Tests.Optimizers;

public class LearningRateScheduleTests
{
    [Theory]
    [InlineData(ScheduleKind.Constant, new[] { 0.5, 1, 1, 1, 1, 1 })]
    [InlineData(ScheduleKind.Linear, new[] { 0.5, 1, 1, 0.75, 0.5, 0.25 })]
    [InlineData(ScheduleKind.Cosine, new[] { 0.5, 1, 1, 0.853553, 0.5, 0.146447 })]
    public void The_rate_warms_up_and_then_follows_its_kind(ScheduleKind kind, double[] expected)
    {
        var schedule = new LearningRateSchedule(kind, totalSteps: 6, warmupSteps: 2);
        for (int step = 0; step < expected.Length; step++)
            Assert.Equal(expected[step], schedule.Factor(step), 1e-6);
    }

    [Fact]
    public void A_run_that_is_all_warm_up_never_leaves_it()
    {
        var schedule = new LearningRateSchedule(ScheduleKind.Cosine, totalSteps: 3, warmupSteps: 10);
        Assert.Equal(0.3, schedule.Factor(2), 1e-12);
    }
}
