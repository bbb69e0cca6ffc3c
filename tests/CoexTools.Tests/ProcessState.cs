namespace CoexTools.Tests;

/// <summary>
/// The collection of the tests that change the state of the process, such as its environment variables. No other test
/// runs at the same time.
/// </summary>
[CollectionDefinition(Collection, DisableParallelization = true)]
public sealed class ProcessState
{
    /// <summary>The name of the collection.</summary>
    public const string Collection = "State of the process";
}
