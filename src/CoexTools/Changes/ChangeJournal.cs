using System.Globalization;
using System.Text;
using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Rest;

namespace CoexTools.Changes;

/// <summary>
/// Represents the record of the changes of a file, or of the directory on a server, with one line of XML per change. A
/// line is on the disk before its change is made. If the system stops in between, or the file is restored later, the
/// hashes show that the file does not contain the change. A journal that has become large is renamed, and its entries
/// remain part of the history. Every method that writes is called under the lock.
/// </summary>
/// <param name="path">The journal.</param>
/// <param name="owner"> The file whose lock protects the journal, and whose permissions it has. The journal of a server
/// belongs to a file that does not exist.
/// </param>
/// <param name="former">The journal under the name that version 0.2.0 used, if it exists.</param>
internal sealed class ChangeJournal(string path, string owner, string? former = null)
{
    private const string Extension = ".journal";
    private const string EntryStart = "<change ";
    private const int BlockSize = 1 << 16;

    // A server saves a document for as long as it takes. Other commands wait.
    private static readonly TimeSpan ServerLimit = TimeSpan.FromMinutes(1);

    private static readonly StringComparison NameComparison =
        System.IO.Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    // The state before the entry that was added last; a length of -1 if there is no entry to remove.
    private long _lengthBefore = -1;
    private int _addedBefore;

    /// <summary>The path of the journal.</summary>
    public string Path => path;

    /// <summary>
    /// The id of the entry that this object added last and did not remove; 0 if it added none. Another command can use
    /// the id of a removed entry again.
    /// </summary>
    public int Added { get; private set; }

    /// <summary>The size from which the journal is renamed before the next entry, in bytes. For tests.</summary>
    internal long Limit { get; init; } = 10_000_000;

    /// <summary>Returns the journal of a file.</summary>
    public static ChangeJournal Of(string target) => new(PathOf(target), target);

    /// <summary>Returns the path of the journal of a file.</summary>
    public static string PathOf(string target) => target + Extension;

    /// <summary>Returns the journal of a directory that was read from a server.</summary>
    /// <exception cref="CoexException">The directory is not connected to a server, or its journal has no
    /// folder.</exception>
    public static ChangeJournal OfServer(DirectoryContent content)
    {
        RestOrigin origin = RestOrigin.Of(content);
        if (origin.Options.JournalPath is { } specified)
        {
            bool hasExtension = specified.EndsWith(Extension, StringComparison.Ordinal);
            return new(
                specified, hasExtension ? specified.Substring(0, specified.Length - Extension.Length) : specified);
        }
        string target = TargetOf(origin.Client.Address, isFormer: false);
        string former = PathOf(TargetOf(origin.Client.Address, isFormer: true));
        return new(PathOf(target), target, FilePlace.Exists(former) ? former : null);
    }

    /// <summary>Reads the changes of a file, oldest first.</summary>
    /// <param name="target">The file.</param>
    /// <param name="isTorn">Receives whether the last line was not written to its end.</param>
    /// <exception cref="CoexException">A line is not a journal entry.</exception>
    /// <exception cref="IOException">The journal cannot be read, or is not a file.</exception>
    public static IReadOnlyList<JournalEntry> Read(string target, out bool isTorn) => Of(target).Read(out isTorn);

    /// <summary>Acquires the lock of the journal of a server.</summary>
    /// <exception cref="CoexException">Another command holds the lock for too long.</exception>
    public FileLock Lock(CancellationToken cancel)
    {
        CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        FileLock held = FileLock.Take(owner, cancel, limit: ServerLimit);
        FileReplacement.Recover(owner); // What a command left that was killed while it took over a lock.
        return held;
    }

    /// <inheritdoc cref="Read(string, out bool)"/>
    public IReadOnlyList<JournalEntry> Read(out bool isTorn)
    {
        bool torn = false;
        List<JournalEntry> entries = [.. Entries(end => torn = end)];
        isTorn = torn;
        return entries;
    }

    /// <summary>Reads the changes one by one, oldest first.</summary>
    /// <param name="ended">Receives whether the last line was not written to its end.</param>
    public IEnumerable<JournalEntry> Entries(Action<bool>? ended = null)
    {
        (List<string> parts, FileStream? current) = Open();
        using (current)
        {
            foreach (string part in parts)
            {
                using FileStream stream = OpenRead(part);
                foreach (JournalEntry entry in Entries(stream, part, EndOf(stream, part).End))
                    yield return entry;
            }
            if (current is null)
                yield break;
            long end = EndOf(current, path).End;
            ended?.Invoke(end < current.Length);
            foreach (JournalEntry entry in Entries(current, path, end))
                yield return entry;
        }
    }

    /// <summary>
    /// Reads the last change, or returns null if the journal is empty. Only the end of the journal is read.
    /// </summary>
    /// <inheritdoc cref="Read(string, out bool)"/>
    public JournalEntry? Last()
    {
        foreach (string part in Parts().Append(path).Reverse().Where(FilePlace.Exists))
        {
            using FileStream stream = OpenRead(part);
            if (EndOf(stream, part).Last is { } last)
                return last;
        }
        return null;
    }

    /// <summary>
    /// Removes the last line if an interrupted command did not write it to its end. Complete entries stay, also those
    /// of changes that were not made.
    /// </summary>
    /// <param name="report">Receives a message about the repair.</param>
    public void Repair(Action<string> report)
    {
        FilePlace.RefuseOther(path);
        if (!FilePlace.Exists(path))
            return;
        long end, length;
        using (FileStream stream = OpenRead(path))
            (end, length) = (EndOf(stream, path).End, stream.Length);
        if (end == length)
            return;
        Cut(end);
        report($"The last entry in the journal of '{owner}' is incomplete, because a command was interrupted. "
            + "The entry was removed. Its change was not made.");
    }

    /// <summary>Adds an entry, and flushes it to the disk. The journal has no incomplete line.</summary>
    /// <param name="entry">Receives the id of the entry.</param>
    /// <param name="permissions">The permissions of a new journal.</param>
    public void Append(Func<int, JournalEntry> entry, FilePermissions? permissions = null)
    {
        _lengthBefore = -1; // If the file cannot be opened, the entry that was added before stays.
        int id = (Last()?.Id ?? 0) + 1;
        if (id > JournalEntry.MaximumId)
        {
            throw CoexException.JournalMalformed(
                path, Read(out _).Count, new OverflowException("No id can follow that of the entry."));
        }
        byte[] bytes = Encoding.GetBytes(entry(id).Format() + "\n");
        Rotate();
        try
        {
            using FileStream stream = FilePlace.OpenOwned(path, owner, permissions);
            _lengthBefore = stream.Seek(0, SeekOrigin.End);
            (_addedBefore, Added) = (Added, id);
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(flushToDisk: true); // With the permissions, so that a crash does not separate them.
            if (_lengthBefore == 0) // New, or left empty by a command that was ended before it came to this.
                FilePlace.FlushFolder(path);
        }
        catch
        {
            Retract();
            throw;
        }
    }

    /// <summary>Removes the entry that was added last, because its change was not made.</summary>
    public void Retract()
    {
        long length = _lengthBefore;
        if (length < 0)
            return;
        (_lengthBefore, Added) = (-1, _addedBefore);
        if (length == 0)
            FilePlace.Delete(path);
        else
            Cut(length);
    }

    // Readable, and different for each address, also where names do not distinguish between uppercase and lowercase
    // letters. Version 0.2.0 used the readable part alone, which several addresses share.
    private static string TargetOf(ServerAddress address, bool isFormer)
    {
        const int ReadableLength = 100, HashLength = 16;
        string text = address.ToString();
        string name = new([.. text.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' ? c : '_')]);
        if (!isFormer)
        {
            string hash = Sha256.Of(Encoding.GetBytes(text)).Substring(0, HashLength);
            name = $"{name.Substring(0, Math.Min(name.Length, ReadableLength))}.{hash}";
        }
        string data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? System.IO.Path.Combine(data, "CoexTools", "Journals", name)
            : throw CoexException.JournalUnavailable(
                PathOf(name), "The user does not have a folder for application data.");
    }

    private static void CreateFolder(string folder)
    {
        if (System.IO.Directory.Exists(folder))
            return;
        if (System.IO.Path.GetDirectoryName(folder) is { } parent)
            CreateFolder(parent);
        FilePlace.CreatePrivateFolder(folder);
        FilePlace.FlushFolder(folder);
    }

    // Other commands can write to the file while it is read.
    private FileStream OpenRead(string part)
    {
        FilePlace.RefuseOther(part);
        var stream = new FileStream(
            part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockSize);
        try
        {
            FilePermissions.RequireTrusted(stream, FilePlace.Exists(owner) ? owner : part);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // The renamed journals, oldest first. They do not change any more.
    private List<string> Parts() =>
        [.. former is null ? [] : new[] { former }, .. Numbers().Select(number => $"{path}.{number}")];

    private IEnumerable<int> Numbers()
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        return System.IO.Directory.Exists(folder)
            ? System.IO.Directory.EnumerateFiles(folder).Select(NumberOf).Where(number => number > 0)
                .OrderBy(number => number)
            : [];

        int NumberOf(string part)
        {
            string digits = System.IO.Path.GetExtension(part).TrimStart('.');
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && string.Equals(
                    System.IO.Path.GetFileName(part), $"{System.IO.Path.GetFileName(path)}.{number}", NameComparison)
                ? number
                : 0;
        }
    }

    // The journal can be renamed between the two. The list then has one more part.
    private (List<string> Parts, FileStream? Current) Open()
    {
        FilePlace.RefuseOther(path);
        while (true)
        {
            List<string> parts = Parts();
            FileStream? current;
            try
            {
                current = FilePlace.Exists(path) ? OpenRead(path) : null;
            }
            catch (FileNotFoundException)
            {
                continue; // It was renamed since.
            }
            if (parts.SequenceEqual(Parts(), StringComparer.Ordinal))
                return (parts, current);
            current?.Dispose();
        }
    }

    private static IEnumerable<JournalEntry> Entries(FileStream stream, string part, long end)
    {
        int number = 0;
        foreach (byte[] line in Lines(stream, end))
        {
            number++;
            yield return Parse(line, part, () => number);
        }
    }

    private static JournalEntry Parse(byte[] line, string part, Func<int> number)
    {
        try
        {
            return JournalEntry.Parse(line);
        }
        catch (Exception e) when (e is XmlException or FormatException or DecoderFallbackException)
        {
            throw CoexException.JournalMalformed(part, number(), e);
        }
    }

    // A retracted entry can end the file before the position.
    private static IEnumerable<byte[]> Lines(FileStream stream, long end)
    {
        var line = new MemoryStream();
        byte[] block = new byte[BlockSize];
        stream.Position = 0;
        for (int count; (count = stream.Read(block, 0, (int)Math.Min(block.Length, end - stream.Position))) > 0;)
        {
            for (int start = 0; start < count;)
            {
                int feed = Array.IndexOf(block, (byte)'\n', start, count - start);
                line.Write(block, start, (feed < 0 ? count : feed) - start);
                if (feed < 0)
                    break;
                yield return line.ToArray();
                line.SetLength(0);
                start = feed + 1;
            }
        }
    }

    /// <summary>
    /// Returns where the complete lines end, and the last entry. A line is not complete if it has no line feed, or if
    /// it contains a zero: after a crash, the file can have its new length, but not yet all of the new content.
    /// </summary>
    private static (long End, JournalEntry? Last) EndOf(FileStream stream, string part)
    {
        long end = LineFeedBefore(stream, stream.Length);
        long start = LineFeedBefore(stream, end - 1);
        byte[] torn = Bytes(stream, end, stream.Length - end);
        byte[] last = Bytes(stream, start, end - start);
        if (torn.Length == 0 && Array.IndexOf(last, (byte)0) >= 0)
        {
            (torn, end) = (last, start);
            start = LineFeedBefore(stream, end - 1);
            last = Bytes(stream, start, end - start);
        }
        JournalEntry? entry = last.Length == 0 ? null : Parse(last, part, () => Lines(stream, end).Count());
        // Another file, such as one that -JournalPath specifies by mistake, must not lose its last line.
        if (torn.Where((one, place) => place < EntryStart.Length && one is not (0 or (byte)'\n')
            && one != EntryStart[place]).Any())
        {
            throw CoexException.JournalMalformed(
                part, Lines(stream, end).Count() + 1, new FormatException("It is not an entry."));
        }
        return (end, entry);
    }

    // Returns the position after the last line feed before a position, or 0 if no line feed precedes it.
    private static long LineFeedBefore(FileStream stream, long end)
    {
        for (; end > 0; end -= BlockSize)
        {
            long start = Math.Max(0, end - BlockSize);
            int feed = Array.LastIndexOf(Bytes(stream, start, end - start), (byte)'\n');
            if (feed >= 0)
                return start + feed + 1;
        }
        return 0;
    }

    private static byte[] Bytes(FileStream stream, long start, long count)
    {
        stream.Position = start;
        return stream.ReadBytes(count);
    }

    // At each moment, every entry has exactly one place: a rename is atomic, and the next journal is created after it.
    private void Rotate()
    {
        if (!FilePlace.Exists(path) || new FileInfo(path).Length < Limit)
            return;
        int number = Numbers().DefaultIfEmpty().Max();
        if (number == int.MaxValue)
            return;
        try
        {
            File.Move(path, $"{path}.{number + 1}");
            FilePlace.FlushFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The entry is added to the journal as it is, and the next command tries again.
        }
    }

    private void Cut(long length)
    {
        using FileStream stream = FilePlace.OpenOwned(path, owner);
        stream.SetLength(length);
        stream.Flush(flushToDisk: true);
    }
}
