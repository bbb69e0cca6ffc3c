using System.Collections;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Probing;
using CoexTools.Text;
using CoexTools.Views;

namespace CoexTools.Commands;

/// <summary>
/// Probes the servers that Foreign Domain documents name, and Exchange: whether they answer. It sends no credentials
/// and no mail.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "CoexistenceServer", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ServerProbe))]
public sealed class TestCoexistenceServerCommand : SourceCommand
{
    private const string ServerSet = "Server";

    private ProbeTargets _targets = null!;

    /// <summary>
    /// Specifies the servers to probe. Wildcards are allowed if documents are specified. By default, every server that
    /// the documents name is probed.
    /// </summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet),
        Parameter(ParameterSetName = DirectorySet)]
    [Parameter(ParameterSetName = DocumentSet), Parameter(ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? Server { get; set; }

    /// <summary>Specifies host names or IP addresses by server, in place of those in the Server documents.</summary>
    [Parameter(ParameterSetName = PathSet), Parameter(ParameterSetName = LiteralPathSet),
        Parameter(ParameterSetName = DirectorySet)]
    [Parameter(ParameterSetName = DocumentSet), Parameter(ParameterSetName = ServerSet)]
    [ValidateNotNull, ArgumentCompleter(typeof(AddressCompleter))]
    public Hashtable? Address { get; set; }

    /// <summary>Specifies the TCP port of the Domino servers.</summary>
    [Parameter, ValidateRange(1, 65535)]
    public int Port { get; set; } = NrpcFrame.DefaultPort;

    /// <summary>Specifies the hosts to which coexistence servers send mail for Exchange.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public string[] SmtpHost { get; set; } = [];

    /// <summary>Specifies the addresses of Exchange, with or without a page.</summary>
    [Parameter, ValidateNotNullOrEmpty]
    public Uri[] ExchangeUrl { get; set; } = [];

    /// <summary>Specifies the timeout of each probe, in seconds.</summary>
    [Parameter, ValidateRange(0.05, 3600)]
    public double TimeoutSeconds { get; set; } = 5;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _targets = Require(() => new ProbeTargets(Server, Address, Port, SmtpHost, ExchangeUrl));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName != ServerSet)
            base.ProcessRecord();
    }

    private protected override string NothingDone => "no server was selected";

    private protected override void Process(
        DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
            _targets.Add(directory, documents, this);

    private protected override void Finish()
    {
        // An empty pipeline has no documents, so that no server is probed.
        if (ParameterSetName == ServerSet && !MyInvocation.ExpectingInput)
        {
            _targets.AddWithoutDirectory();
            if (Domain is not null)
                WriteWarning("-Domain is ignored, because no documents were specified.");
            if (_targets.All.Count == 0)
                WriteWarning("Nothing is probed. Specify documents, -Server, -Address, -SmtpHost, or -ExchangeUrl.");
        }
        foreach (string unused in _targets.UnusedAddresses)
            WriteWarning(unused);
        IReadOnlyList<ProbeTarget> targets = _targets.All;
        WriteVerbose($"Probing {Plural.Of(targets.Count, "address", "addresses")}.");
        var progress = new WorkProgress(this, "Probing servers");
        Attempt(() =>
        {
            foreach (ServerProbe probe in ProbeRunner.Run(
                targets, TimeSpan.FromSeconds(TimeoutSeconds), () => DateTimeOffset.UtcNow,
                finished => progress.Report(
                    "", () => $"{finished:N0} of {targets.Count:N0}", (double)finished / targets.Count), CancelToken))
            {
                WriteObject(probe);
            }
        });
        progress.End();
    }
}
