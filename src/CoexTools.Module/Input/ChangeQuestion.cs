namespace CoexTools.Input;

/// <summary>What a user is asked, and what -WhatIf shows.</summary>
/// <param name="Text">What would be done.</param>
/// <param name="Keys">The documents that are left as they are if the answer is no.</param>
internal sealed record ChangeQuestion(string Text, IReadOnlyCollection<int> Keys);
