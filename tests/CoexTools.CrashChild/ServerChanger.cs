using System.Net;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Sources.Rest;

namespace CoexTools.CrashChild;

/// <summary>Changes documents on a server as the cmdlets do, including the journal.</summary>
internal static class ServerChanger
{
    /// <summary>Reads the directory of a server.</summary>
    /// <param name="address">The address of the server.</param>
    /// <param name="journal">The journal.</param>
    public static DominoDirectory Connect(string address, string journal)
    {
        var client = new RestClient(new RestOptions
        {
            Address = ServerAddress.Parse(new Uri(address), "names", allowHttp: true),
            Credential = new NetworkCredential("Admin/Acme", "secret"),
        });
        var options = new RestDirectoryOptions(new ItemRules(FieldMap.Default, [], [])) { JournalPath = journal };
        return new DominoDirectory(new RestDirectoryReader(client, options, _ => { }).Read(
            FieldMap.Default, problem => throw problem, CancellationToken.None));
    }

    /// <summary>Removes the first field that is left of those that a document has for this purpose.</summary>
    /// <returns>The error; null if the server made the change.</returns>
    public static CoexException? Change(
        DominoDirectory directory, string universalId, bool journal = true, Action<string>? report = null)
    {
        ForeignDomainDocument document = directory.State.Unordered.Single(one => one.UniversalId == universalId);
        string field = document.Item.Select(item => item.Name)
            .First(name => name.StartsWith("Spare", StringComparison.Ordinal));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CoexException? error = null;
        ServerPlanWriter.Write(
            ChangePlan.Make(
                directory.State, [ForeignDomainEdits.RemoveField(document, field)], preserveOrder: false, now),
            new WriteOptions("Test", now)
            {
                KeepJournal = journal,
                Warn = report ?? (_ => { }),
                Fail = failure => error ??= failure,
            },
            CancellationToken.None);
        return error;
    }

    /// <summary>Returns the recorded changes, as the command says that lists them.</summary>
    public static IReadOnlyList<JournalEntry> History(DominoDirectory directory, Action<string>? report = null) =>
        ChangeHistory.Read(directory.State.Content, report ?? (_ => { }), Call);

    private static RestCall Call => new(_ => { }, CancellationToken.None);
}
