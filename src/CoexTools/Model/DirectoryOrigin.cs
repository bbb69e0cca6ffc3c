namespace CoexTools.Model;

/// <summary>
/// Represents where the state of a directory came from. Only the code that reads and writes the source knows more about
/// it.
/// </summary>
internal abstract record DirectoryOrigin;
