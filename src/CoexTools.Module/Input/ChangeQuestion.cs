namespace CoexTools.Input;

/// <summary>Represents what a user is asked, and what -WhatIf shows.</summary>
/// <param name="Text">Specifies what would be done.</param>
/// <param name="Keys">The documents that are left as they are if the answer is no.</param>
internal sealed record ChangeQuestion(string Text, IReadOnlyCollection<int> Keys);
