namespace CoexTools.Completion;

/// <summary>A name to choose from.</summary>
/// <param name="Name">The name, in the form that commands accept.</param>
/// <param name="About">A short description.</param>
internal readonly record struct NameChoice(string Name, string About);
