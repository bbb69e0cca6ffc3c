namespace CoexTools.Files;

/// <summary>The position of an element in its file.</summary>
/// <param name="Offset">The first byte, counted from the start of the file.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct FilePosition(long Offset, long Length);
