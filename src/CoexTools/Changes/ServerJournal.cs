using System.Text;
using CoexTools.Dxl.Storage;
using CoexTools.Model;
using CoexTools.Rest;

namespace CoexTools.Changes;

/// <summary>
/// The record of the changes of a directory on a server, in the format of the journal of a file. Each document is a change of its own, because a
/// server saves each document by itself. A line is on the disk before its change is sent.
/// </summary>
internal sealed class ServerJournal(string path)
{
    private long _lengthBefore;

    /// <summary>The usual journal of a server: a file in the folder of the user's application data.</summary>
    /// <exception cref="CoexException">The user does not have such a folder.</exception>
    public static string PathOf(ServerAddress address)
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        string name = new([.. address.ToString().Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' ? c : '_')]);
        return data.Length > 0
            ? Path.Combine(data, "CoexTools", "Journals", name + ".journal")
            : throw CoexException.JournalUnavailable(name + ".journal", "The user does not have a folder for application data.");
    }

    /// <summary>The journal of a directory that was read from a server.</summary>
    /// <exception cref="CoexException">The directory is not connected to a server, or its journal has no folder.</exception>
    public static ServerJournal Of(DirectoryContent content) => content.Source is RestSource source
        ? new ServerJournal(source.JournalPath ?? PathOf(source.Client.Address))
        : throw CoexException.ServerDisconnected(content.Path ?? content.Name);

    /// <summary>Reads the changes, oldest first.</summary>
    /// <exception cref="CoexException">The journal cannot be read.</exception>
    public IReadOnlyList<JournalEntry> Read()
    {
        try
        {
            return ChangeJournal.ReadFile(path, out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }

    /// <summary>Records a change that is about to be sent.</summary>
    /// <exception cref="CoexException">The journal cannot be written. Nothing is recorded.</exception>
    public void Announce(Func<int, JournalEntry> entry)
    {
        try
        {
            FilePlace.CreatePrivateFolder(Path.GetDirectoryName(path)!);
            using FileStream stream = FilePlace.OpenOwned(path, path);
            IReadOnlyList<JournalEntry> entries = ChangeJournal.ReadFile(path, out bool isTorn);
            if (isTorn) // An interrupted command did not write its line to its end, and sent nothing.
                stream.SetLength(ChangeJournal.EndOfEntries(path));
            _lengthBefore = stream.Seek(0, SeekOrigin.End);
            int id = entries.Count == 0 ? 1 : entries[entries.Count - 1].Id + 1;
            byte[] line = new UTF8Encoding(false).GetBytes(ChangeJournal.Format(entry(id)) + "\n");
            stream.Write(line, 0, line.Length);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CoexException.JournalUnavailable(path, e.Message, e);
        }
    }

    /// <summary>Removes the last record, because the server did not make the change.</summary>
    /// <returns>Whether it was removed.</returns>
    public bool TryRetract()
    {
        try
        {
            using FileStream stream = FilePlace.OpenOwned(path, path);
            stream.SetLength(_lengthBefore);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
