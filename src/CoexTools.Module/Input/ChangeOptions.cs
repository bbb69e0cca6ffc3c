namespace CoexTools.Input;

/// <summary>The parameters of commands that change Foreign Domain documents.</summary>
/// <param name="PreserveOrder">Saves newer documents of the same domain again, so that the order of priority stays
/// (ED4).</param>
/// <param name="PassThru">Returns the documents as they are afterwards; with -WhatIf, as they would be.</param>
/// <param name="Force">
/// Changes the documents even if requests fail afterwards that succeed today, with a warning for each, and changes a
/// read-only file too.
/// </param>
/// <param name="NoJournal">Leaves the change out of the journal that is kept beside a file.</param>
internal sealed record ChangeOptions(bool PreserveOrder, bool PassThru, bool Force, bool NoJournal);
