namespace CoexTools.Tests;

/// <summary>How long tests wait for what must happen.</summary>
internal static class Waiting
{
    /// <summary>Only a defect takes so long, also on a busy computer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
}
