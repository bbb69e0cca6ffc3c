namespace CoexTools.Files;

/// <summary>Reads streams, which can return fewer bytes than were requested before their end.</summary>
internal static class StreamExtensions
{
    /// <summary>Reads until a range of a buffer is full, or the stream ends.</summary>
    /// <returns>The number of bytes that were read.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static int ReadFully(this Stream stream, byte[] buffer, int offset, int count)
    {
        int total = 0;
        for (int some; total < count && (some = stream.Read(buffer, offset + total, count - total)) > 0;)
            total += some;
        return total;
    }

    /// <summary>Returns the next bytes of a stream; fewer than were requested only at its end.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static byte[] ReadBytes(this Stream stream, long count)
    {
        byte[] bytes = new byte[count];
        Array.Resize(ref bytes, stream.ReadFully(bytes, 0, bytes.Length));
        return bytes;
    }
}
