using System.Security.Cryptography;
using CoexTools.Directory;

namespace CoexTools.Dxl;

/// <summary>A document of a file, and the text that it shall have.</summary>
internal sealed record DocumentReplacement(DominoDocument Before, string Text);

/// <summary>Opens DXL files, and changes documents in them in place.</summary>
internal static class DxlFile
{
    private const int BufferSize = 1 << 17;

    /// <summary>Opens a file for reading, in a way that lets others read it and put another in its place.</summary>
    /// <exception cref="CoexException">There is no such file, or it is a folder.</exception>
    public static FileStream OpenRead(string path)
    {
        if (System.IO.Directory.Exists(path))
            throw CoexException.FileUnreadable(path, "it is a folder.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.PathNotFound(path);
        }
    }

    /// <summary>
    /// Puts new texts in the place of documents, all at once: the file is written anew beside the old one, flushed to the disk, and then renamed
    /// over it. Every byte outside of the documents named stays.
    /// </summary>
    /// <param name="path">The full path; a link is followed, and stays.</param>
    /// <param name="read">What the file was when its documents were read.</param>
    /// <param name="replacements">What to replace.</param>
    /// <param name="overwriteReadOnly">Whether a file that is marked as read-only may be changed.</param>
    /// <param name="cancel">Ends the command before the file is replaced; the old one is then intact.</param>
    /// <returns>What the new file is.</returns>
    /// <exception cref="CoexException">The file is another one by now, is locked, or cannot be written. It is as it was.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static FileStamp Replace(string path, FileStamp read, IEnumerable<DocumentReplacement> replacements, bool overwriteReadOnly, CancellationToken cancel) => Guarded(path, () =>
    {
        string target = FileAttributesKeeper.FinalTarget(path);
        string temporary = TemporaryName(target);
        if (!overwriteReadOnly && (File.GetAttributes(target) & FileAttributes.ReadOnly) != 0)
            throw CoexException.FileReadOnly(path);
        using FileLock held = FileLock.Take(target, cancel);
        try
        {
            FileStamp written = Write(path, target, temporary, read, [.. replacements.OrderBy(replacement => replacement.Before.Position!.Value.Offset)], cancel);
            FileAttributesKeeper.Replace(temporary, target);
            return written;
        }
        finally
        {
            File.Delete(temporary); // No longer there once it has been renamed.
        }
    });

    /// <summary>Writes a new file, or puts it in the place of one that is there, all at once.</summary>
    /// <param name="path">The full path; a link is followed, and stays.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancel">Ends the command before the file is there; one that was is then intact.</param>
    /// <exception cref="CoexException">The file is locked, or cannot be written. One that was there is intact.</exception>
    public static void Create(string path, bool overwrite, Action<Stream> write, CancellationToken cancel) => Guarded(path, () =>
    {
        string target = File.Exists(path) ? FileAttributesKeeper.FinalTarget(path) : path;
        string temporary = TemporaryName(target);
        using FileLock held = FileLock.Take(target, cancel);
        try
        {
            using (var destination = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(destination);
                destination.Flush(flushToDisk: true);
            }
            cancel.ThrowIfCancellationRequested();
            if (!File.Exists(target))
                File.Move(temporary, target);
            else if (overwrite)
                FileAttributesKeeper.Replace(temporary, target);
            else
                throw CoexException.FileExists(path);
            return 0;
        }
        finally
        {
            File.Delete(temporary); // No longer there once it has been renamed.
        }
    });

    private static string TemporaryName(string target) => Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");

    private static T Guarded<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException)
        {
            throw CoexException.WriteFailed(path, e.Message, e);
        }
    }

    private static FileStamp Write(
        string path, string target, string temporary, FileStamp read, IReadOnlyList<DocumentReplacement> replacements, CancellationToken cancel)
    {
        using FileStream source = OpenRead(target);
        if (source.Length != read.Length)
            throw CoexException.FileChanged(path);
        using var destination = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        using var before = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var after = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];

        foreach (DocumentReplacement replacement in replacements)
        {
            FilePosition position = replacement.Before.Position!.Value;
            Copy(position.Offset - source.Position);
            byte[] old = read.Encoding.GetBytes(replacement.Before.Text);
            byte[] there = new byte[old.Length];
            if (old.Length != position.Length || ReadFully(there) != old.Length || !there.SequenceEqual(old))
                throw CoexException.FileChanged(path);
            before.AppendData(old);
            byte[] text = DxlEncoding.GetBytes(read.Encoding, replacement.Text);
            after.AppendData(text);
            destination.Write(text, 0, text.Length);
        }
        Copy(source.Length - source.Position);
        if (Hexadecimal(before) != read.Hash)
            throw CoexException.FileChanged(path);
        destination.Flush(flushToDisk: true);
        return new FileStamp(destination.Length, Hexadecimal(after), read.Encoding);

        void Copy(long count)
        {
            while (count > 0)
            {
                cancel.ThrowIfCancellationRequested();
                int some = source.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
                if (some == 0)
                    throw CoexException.FileChanged(path);
                before.AppendData(buffer, 0, some);
                after.AppendData(buffer, 0, some);
                destination.Write(buffer, 0, some);
                count -= some;
            }
        }

        int ReadFully(byte[] into)
        {
            int total = 0;
            for (int some; total < into.Length && (some = source.Read(into, total, into.Length - total)) > 0;)
                total += some;
            return total;
        }
    }

    /// <summary>The hash of all bytes appended, hexadecimal.</summary>
    public static string Hexadecimal(IncrementalHash hash)
    {
#if NET
        return Convert.ToHexString(hash.GetHashAndReset());
#else
        return BitConverter.ToString(hash.GetHashAndReset()).Replace("-", "");
#endif
    }
}
