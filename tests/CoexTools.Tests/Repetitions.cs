namespace CoexTools.Tests;

/// <summary>
/// How often a test with random input repeats. By default, each such test runs a part of its repetitions, so that the
/// whole suite takes minutes. <c>COEXTOOLS_FULL_TESTS=1</c> runs all of them.
/// </summary>
internal static class Repetitions
{
    /// <summary>Whether all repetitions run.</summary>
    public static bool AreFull { get; } = Environment.GetEnvironmentVariable("COEXTOOLS_FULL_TESTS") == "1";

    /// <summary>
    /// The number of directories whose recommendations are carried out. <c>COEXTOOLS_RECOMMENDATIONS</c> sets it.
    /// </summary>
    public static int OfRecommendations { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("COEXTOOLS_RECOMMENDATIONS"), out int number)
            ? number : Of(20_000, divisor: 50);

    /// <summary>
    /// Returns the number to run, of a full number. A minimum that grows with it is scaled in the same way.
    /// </summary>
    public static int Of(int full, int divisor = 4) => AreFull ? full : full / divisor;
}
