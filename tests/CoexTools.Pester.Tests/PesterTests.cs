namespace CoexTools.Pester.Tests;

/// <summary>Runs the Pester suite in a runspace of this process. Each It of the suite is a test.</summary>
public sealed class PesterTests
{
    /// <summary>The results of the suite, which runs when xUnit requests the data of the theory.</summary>
    public static IEnumerable<ITheoryDataRow> Results => PesterSuite.Run().Select(result =>
        new TheoryDataRow<string?>(
            result.Failure)
        { TestDisplayName = result.Name, Label = "", Skip = result.SkipReason });

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void It(string? failure) => Assert.True(failure is null, failure);
}
