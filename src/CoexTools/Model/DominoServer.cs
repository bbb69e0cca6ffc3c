using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>Represents a server that the directory has a Server document for.</summary>
public sealed class DominoServer : CoexObject
{
    internal DominoServer(
        NotesName name, string? domain, string? hostName, string? clusterName, ServerSettings? settings = null)
    {
        Settings = settings ?? ServerSettings.None;
        NotesName = name;
        Domain = domain;
        HostName = hostName;
        ClusterName = clusterName;
    }

    [Rehydrates]
    internal DominoServer(string name, string? domain, string? hostName, string? clusterName)
        : this(new NotesName(name), domain, hostName, clusterName)
    {
    }

    /// <summary>Gets the abbreviated name: <c>DominoA/Acme</c>.</summary>
    public string Name => NotesName.Abbreviated;

    /// <summary>Gets the server's Domino domain; null where its document names none.</summary>
    public string? Domain { get; }

    /// <summary>
    /// Gets the fully qualified host name (item <c>SMTPFullHostDomain</c>); null if the document does not contain one.
    /// </summary>
    public string? HostName { get; }

    /// <summary>Gets the server's cluster; null where it is in none.</summary>
    public string? ClusterName { get; }

    internal NotesName NotesName { get; }

    /// <summary>Gets what the document says about ports, the SMTP listener and the time zone.</summary>
    internal ServerSettings Settings { get; }

    /// <summary>Returns the abbreviated name.</summary>
    public override string ToString() => Name;
}
