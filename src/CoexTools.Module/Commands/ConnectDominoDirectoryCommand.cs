using System.Collections;
using System.Net;
using CoexTools.Completion;
using CoexTools.Input;
using CoexTools.Model;
using CoexTools.Scheduling;
using CoexTools.Serialization;
using CoexTools.Sources.Rest;

namespace CoexTools.Commands;

/// <summary>Reads the directory of a running Domino server by the Domino REST API.</summary>
[Cmdlet(VerbsCommunications.Connect, "DominoDirectory", DefaultParameterSetName = CredentialSet)]
[OutputType(typeof(DominoDirectory))]
public sealed class ConnectDominoDirectoryCommand : CoexCommand
{
    private const string CredentialSet = "Credential";
    private const string NameSet = "CredentialName";

    /// <summary>Specifies the address of the Domino REST API, for example https://domino.example.com.</summary>
    [Parameter(Mandatory = true, Position = 0), ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>Specifies the scope in which the Domino REST API publishes the directory.</summary>
    [Parameter(Mandatory = true, Position = 1), ValidateNotNullOrEmpty, ArgumentCompleter(typeof(DataSourceCompleter))]
    public string DataSource { get; set; } = "";

    /// <summary>Specifies the account: a Notes name or an internet address, and the internet password.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = CredentialSet), ValidateNotNull, Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>
    /// Specifies the name of a credential in the store of the platform. It is the name of the schedule that stored it.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet), ArgumentCompleter(typeof(ScheduleNameCompleter))]
    [ValidateText(ScheduledRun.NamePattern, ScheduledRun.NameDescription)]
    public string CredentialName { get; set; } = "";

    /// <summary>
    /// Specifies the access control list: the path of a DXL or NSF file that contains it, a directory, or a list.
    /// </summary>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(DxlPathCompleter))]
    public object? Acl { get; set; }

    /// <summary>Specifies the names of items that contain readers, in addition to $Readers.</summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(AccessItemCompleter))]
    public string[] ReaderItem { get; set; } = [];

    /// <summary>
    /// Specifies the names of items that contain authors, in addition to DocumentAccess, LocalAdmin, and Owner.
    /// </summary>
    [Parameter, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(AccessItemCompleter))]
    public string[] AuthorItem { get; set; } = [];

    /// <summary>Specifies the item names for each property, in place of the default ones.</summary>
    [Parameter, ValidateNotNull, ArgumentCompleter(typeof(FieldMapCompleter))]
    public Hashtable? FieldMap { get; set; }

    /// <summary>
    /// Specifies the time limit of each request, in seconds. The default value is longer than the server's own limit of
    /// 180 seconds.
    /// </summary>
    [Parameter, ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; } = 240;

    /// <summary>
    /// Specifies the file in which changes of the directory are recorded, in place of a file in the user's application
    /// data.
    /// </summary>
    [Parameter, PathText, ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>
    /// Allows HTTP without encryption. Anybody who can read the network traffic can then read the password.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowHttp { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var reader = new DirectoryReader(this, FieldMap, isStrict: false);
        Attempt(() => WriteObject(Connect(reader)));
    }

    private DominoDirectory Connect(DirectoryReader reader)
    {
        ServerAddress address = ServerAddress.Parse(Uri, DataSource, AllowHttp);
        if (NotPath.Error(JournalPath ?? " ") is { } notPath)
            throw notPath;
        string? journal = JournalPath is null
            ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(JournalPath);
        (AccessControlList? list, string origin) = ReadAcl(reader);
        var options = new RestDirectoryOptions(new ItemRules(reader.Map, ReaderItem, AuthorItem))
        {
            AccessControlList = list,
            AccessControlListOrigin = origin,
            JournalPath = journal,
        };
        NetworkCredential credential = ParameterSetName == NameSet
            ? StoredCredential.Read(CredentialName) : ServerConnection.CredentialOf(Credential);
        var timeout = TimeSpan.FromSeconds(TimeoutSeconds);
        return new DominoDirectory(ServerConnection.Read(
            this, new RestOptions { Address = address, Credential = credential, Timeout = timeout }, options,
            reader.Map));
    }

    private (AccessControlList? List, string Origin) ReadAcl(DirectoryReader reader)
    {
        object? value = Rehydrator.Unwrap(Rehydrator.Accept(Acl));
        switch (value)
        {
            case null:
                return (null, "");
            case AccessControlList list:
                return (list, list.ToString());
        }
        DirectorySnapshot directory = reader.ReadInput(value, out _)
            ?? throw CoexException.AclInvalid(Acl!, "It is not a file or a directory.");
        return directory.Content.AccessControlList is { IsAssumed: false } found
            ? (found, directory.DisplayName)
            : throw CoexException.AclInvalid(
                Acl!, $"{directory.DisplayName} does not contain an access control list.");
    }
}
