using CoexTools.Names;

namespace CoexTools.Model;

/// <summary>A server that the directory has a Server document for.</summary>
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

    /// <summary>The abbreviated name: <c>DominoA/Acme</c>.</summary>
    public string Name => NotesName.Abbreviated;

    /// <summary>The server's Domino domain; null where its document names none.</summary>
    public string? Domain { get; }

    /// <summary>
    /// Gets the fully qualified host name (item <c>SMTPFullHostDomain</c>); null if the document does not contain one.
    /// </summary>
    public string? HostName { get; }

    /// <summary>The server's cluster; null where it is in none.</summary>
    public string? ClusterName { get; }

    internal NotesName NotesName { get; }

    /// <summary>What the document says about ports, the SMTP listener and the time zone.</summary>
    internal ServerSettings Settings { get; }

    /// <summary>The abbreviated name.</summary>
    public override string ToString() => Name;
}
