using System.Text;

namespace CoexTools.Files;

/// <summary>The state of a file when it was read. With it, the file does not have to be read again.</summary>
/// <param name="Length">The number of bytes.</param>
/// <param name="Hash">The hash of the bytes.</param>
/// <param name="Encoding">The encoding of the text.</param>
/// <param name="Identity">The identity of the file.</param>
/// <param name="IsSettled">Specifies whether every write after the read certainly changes the identity.</param>
/// <param name="State">The state of the hash after all bytes.</param>
/// <param name="States">The states of the hash at the documents, by offset.</param>
internal sealed record TracedStamp(
    long Length, string Hash, Encoding Encoding, FileIdentity Identity, bool IsSettled, HashState State,
    IReadOnlyDictionary<long, HashState> States)
    : FileStamp(Length, Hash, Encoding);
