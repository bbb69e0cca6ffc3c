namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>What is there before a change that is recorded.</summary>
internal enum RecordedStart
{
    /// <summary>The file, which has not been changed yet.</summary>
    New,

    /// <summary>The file and its journal.</summary>
    Changed,

    /// <summary>The file, and its journal, of which the last entry is a change that was not made.</summary>
    Announced,

    /// <summary>The file, its journal with an incomplete last entry, a lock file, and a temporary file.</summary>
    Interrupted,
}
