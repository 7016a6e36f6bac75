using System.Data.Common;

namespace PhiVisionML.Chaos.Stores;

/// <summary>A database that things happen to.</summary>
internal interface IChaosStore : IAsyncDisposable
{
    /// <summary>What names it.</summary>
    string Connection { get; }

    /// <summary>For looking past the store.</summary>
    DbConnection Connect();

    /// <summary>Takes it away from its users for some seconds.</summary>
    /// <param name="number">Which time this is, from 0.</param>
    /// <param name="random">Chance.</param>
    /// <returns>What was done.</returns>
    Task<string> DisturbAsync(int number, Random random);

    /// <summary>Sees to it that it runs again after its disk was full.</summary>
    Task RecoverAsync();

    /// <summary>What the database itself says about its state; <c>ok</c> if all is well.</summary>
    Task<string> ExamineAsync();
}
