namespace PhiVisionML.Hosting.Policies;

/// <summary>How large an error rate can be, by the errors that were seen.</summary>
internal static class Binomial
{
    private const double Precise = 1e-9;

    /// <summary>The exact upper bound of a rate.</summary>
    /// <param name="errors">Errors that were seen.</param>
    /// <param name="count">Of so many tries, at least 1.</param>
    /// <param name="risk">The probability that the bound is too low, 0 to 1.</param>
    /// <remarks>C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", 1934; one-sided.</remarks>
    public static double UpperBound(int errors, int count, double risk)
    {
        if (errors >= count)
            return 1;
        double low = (double)errors / count, high = 1;
        while (high - low > Precise)
        {
            double middle = (low + high) / 2;
            if (AtMost(errors, count, middle) > risk)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    /// <summary>The probability of at most so many errors.</summary>
    private static double AtMost(int errors, int count, double rate)
    {
        // Term by term, in logarithms: the first may be too small for a double.
        double log = count * Math.Log(1 - rate), odds = Math.Log(rate) - Math.Log(1 - rate), sum = 0;
        for (int i = 0; i <= errors; i++)
        {
            sum += Math.Exp(log);
            log += odds + Math.Log((double)(count - i) / (i + 1));
        }

        return sum;
    }
}
