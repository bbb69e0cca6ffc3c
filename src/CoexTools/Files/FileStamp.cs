using System.Text;

namespace CoexTools.Files;

/// <summary>Identifies the bytes of a file by their content, because a time is not precise enough.</summary>
/// <param name="Length">The number of bytes.</param>
/// <param name="Hash">Their hash.</param>
/// <param name="Encoding">The encoding of its text.</param>
internal record FileStamp(long Length, string Hash, Encoding Encoding);
