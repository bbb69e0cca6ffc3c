using System.Runtime.CompilerServices;
using Xunit.v3;

namespace CoexTools.Tests;

/// <summary>
/// Marks a theory that only Windows can run. Other systems leave it out: it is explicit there, and has the trait
/// <c>System</c> with the value <c>Windows</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WindowsTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    /// <param name="file">The file of the test.</param>
    /// <param name="line">The line of the test.</param>
    public WindowsTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Explicit = !OperatingSystem.IsWindows();

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("System", "Windows")];
}
