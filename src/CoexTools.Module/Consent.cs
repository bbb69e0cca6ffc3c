namespace CoexTools;

/// <summary>The answer to the question whether something may be changed.</summary>
internal enum Consent
{
    /// <summary>It may be changed.</summary>
    Yes,

    /// <summary>The user refused.</summary>
    No,

    /// <summary>Nothing is changed; the command shows what would be.</summary>
    WhatIf,
}
