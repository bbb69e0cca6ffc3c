using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Names;

namespace CoexTools.Input;

/// <summary>
/// Prepares directories for the requests of a command. If a replica or the former export cannot be read, the error is
/// terminating.
/// </summary>
/// <param name="command">The command.</param>
/// <param name="reader">Reads the replicas and the former export.</param>
/// <param name="options">The parameters.</param>
internal sealed class RequestInput(CoexCommand command, DirectoryReader reader, RequestOptions options)
{
    private readonly List<ForeignDomainDocument> _notEdited = [.. options.WhatIfEdited];
    private readonly ReplicaExports _replicas = command.Require(() => ReplicaExports.Read(reader, options.Replica));

    private readonly FormerExportArgument _formerExport = command.Require(() => FormerExportArgument.Read(reader,
        options.FormerExport));

    private readonly ConsoleLogFiles _consoles = ConsoleLogFiles.Of(
        command, options.ConsoleLog, options.ConsoleTimeZone, options.Since, command.WriteError);

    /// <summary>Gets the files of the replicas.</summary>
    public IEnumerable<string?> ReplicaPaths => _replicas.Paths;

    /// <summary>Returns a directory and its documents, ready for requests.</summary>
    /// <exception cref="CoexException">A server name is ambiguous.</exception>
    public DirectoryScenario Scenario(DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents)
    {
        _notEdited.RemoveAll(document => WhatIfFormEdit.Find(directory, document) is not null);
        var names = new ServerNames(command, directory);
        return new DirectoryScenario(
            command, directory, names, documents, options.WhatIfEdited, _replicas, options.OrderBy)
        {
            FormerExport = _formerExport.For(directory, command.WarnOnce),
            Consoles = _consoles.For(names),
        };
    }

    /// <summary>Returns the servers where requests start.</summary>
    public IReadOnlyList<NotesName> Origins(DirectoryScenario scenario) =>
        options.From is null ? scenario.Snapshot.DefaultOrigins : scenario.Names.Each(options.From);

    /// <summary>Reports the documents of -WhatIfEdited that no directory contained.</summary>
    public void ReportNotEdited()
    {
        foreach (ForeignDomainDocument document in _notEdited)
            command.WriteError(CoexException.DocumentNotFound(document.UniversalId, "the directories"));
    }
}
