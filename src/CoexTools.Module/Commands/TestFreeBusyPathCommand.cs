using System.Collections;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Probing;
using CoexTools.Serialization;
using CoexTools.Simulation;
using CoexTools.Work;

namespace CoexTools.Commands;

/// <summary>Predicts what happens to a free/busy request (CC1 to CC8).</summary>
[Cmdlet(VerbsDiagnostic.Test, "FreeBusyPath", DefaultParameterSetName = PathSet)]
[OutputType(typeof(FreeBusyPathResult), typeof(bool))]
public sealed class TestFreeBusyPathCommand : SourceCommand
{
    private RequestTest _test = null!;

    /// <inheritdoc cref="RequestOptions.From"/>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[]? From { get; set; }

    /// <inheritdoc cref="RequestOptions.OrderBy"/>
    [Parameter]
    public OrderBy OrderBy { get; set; }

    /// <inheritdoc cref="RequestOptions.WhatIfEdited"/>
    [Parameter, ValidateNotNull, Rehydrated]
    public ForeignDomainDocument[] WhatIfEdited { get; set; } = [];

    /// <inheritdoc cref="RequestOptions.Replica"/>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(ReplicaCompleter))]
    public Hashtable? Replica { get; set; }

    /// <inheritdoc cref="RequestOptions.FormerExport"/>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(DxlPathCompleter))]
    public object? FormerExport { get; set; }

    /// <inheritdoc cref="RequestOptions.ConsoleLog"/>
    [Parameter, ValidateNotNull, SupportsWildcards, ArgumentCompleter(typeof(ConsoleLogCompleter))]
    public Hashtable? ConsoleLog { get; set; }

    /// <inheritdoc cref="RequestOptions.ConsoleTimeZone"/>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(TimeZoneCompleter))]
    public object? ConsoleTimeZone { get; set; }

    /// <inheritdoc cref="RequestOptions.Since"/>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <inheritdoc cref="OutageOptions.ServerDown"/>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[] ServerDown { get; set; } = [];

    /// <inheritdoc cref="OutageOptions.ServerBusy"/>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[] ServerBusy { get; set; } = [];

    /// <inheritdoc cref="OutageOptions.HttpDown"/>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[] HttpDown { get; set; } = [];

    /// <inheritdoc cref="OutageOptions.SmtpDown"/>
    [Parameter, ValidateNotNullOrEmpty, SupportsWildcards, ArgumentCompleter(typeof(ServerCompleter))]
    public string[] SmtpDown { get; set; } = [];

    /// <inheritdoc cref="OutageOptions.LinkDown"/>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(LinkCompleter))]
    public string[] LinkDown { get; set; } = [];

    /// <inheritdoc cref="OutageOptions.Network"/>
    [Parameter, ValidateNotNull, Rehydrated]
    public ServerProbe[]? Network { get; set; }

    /// <summary>
    /// Returns one result for all servers whose requests have the same path, instead of one for each server.
    /// </summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>Returns one Boolean: whether every request is reachable.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var requests = new RequestInput(
            this, Reader, new RequestOptions(
                From, OrderBy, WhatIfEdited, Replica, FormerExport, ConsoleLog, ConsoleTimeZone, Since));
        _test = new RequestTest(
            this, requests, new OutageOptions(ServerDown, ServerBusy, HttpDown, SmtpDown, LinkDown, Network), Quiet,
            Unique);
    }

    private protected override void Finish() => _test.End();

    private protected override string NothingDone => "no request was tested";

    private protected override void OnNoMatch(string? path, string reason, string recommendation) => _test.OnNoMatch();

    private protected override void Process(
        DirectorySnapshot directory, IReadOnlyList<ForeignDomainDocument> documents) =>
            _test.Run(CoexistenceService.FreeBusy, directory, documents);
}
