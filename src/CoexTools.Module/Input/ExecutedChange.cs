using CoexTools.Changes;
using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>Represents what became of a proposed change.</summary>
/// <param name="Plan">The plan, without what the user refused.</param>
/// <param name="State">The directory as it is then; with -WhatIf, as it would be.</param>
/// <param name="IsWritten">Specifies whether anything was changed.</param>
internal sealed record ExecutedChange(ChangePlan Plan, DirectorySnapshot State, bool IsWritten);
