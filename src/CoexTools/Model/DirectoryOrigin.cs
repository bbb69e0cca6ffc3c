namespace CoexTools.Model;

/// <summary>
/// Represents where the state of a directory came from. The code that reads and writes a source derives its own type,
/// and defines what it contains.
/// </summary>
internal abstract record DirectoryOrigin;
