namespace CoexTools.Sources.Rest;

/// <summary>The address of the Domino REST API of a server, and the scope in which it publishes a directory.</summary>
internal sealed class ServerAddress
{
    private const string Interface = "/api/v1";

    private ServerAddress(string server, string dataSource)
    {
        Server = server;
        DataSource = dataSource;
    }

    /// <summary>The address of the server without the path of an interface and without a slash at the end.</summary>
    public string Server { get; }

    /// <summary>The scope.</summary>
    public string DataSource { get; }

    /// <summary>Reads the address that a user specified.</summary>
    /// <param name="uri">The address of the server.</param>
    /// <param name="dataSource">The scope.</param>
    /// <param name="allowHttp">Specifies whether HTTP without encryption is allowed.</param>
    /// <exception cref="CoexException">The address is not valid.</exception>
    public static ServerAddress Parse(Uri uri, string dataSource, bool allowHttp)
    {
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.Host.Length == 0)
            throw Invalid("It is not an absolute HTTPS address.");
        if (uri.UserInfo.Length > 0)
            throw Invalid("It contains a user name or a password.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Invalid("It contains a query or a fragment.");
        if (uri.Scheme == Uri.UriSchemeHttp && !allowHttp)
            throw Invalid("HTTP would send the password without encryption.");
        string path = uri.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(Interface, StringComparison.OrdinalIgnoreCase))
            path = path.Substring(0, path.Length - Interface.Length);
        return new ServerAddress($"{uri.Scheme}://{uri.Authority}{path}", dataSource.Trim());

        // Without the user information, which can contain a password.
        CoexException Invalid(string reason) => CoexException.ServerAddressInvalid(
            uri.IsAbsoluteUri ? uri.GetComponents(
                UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : uri.OriginalString,
            reason);
    }

    /// <summary>Returns the address of an operation of the basis interface.</summary>
    public Uri Basis(string operation) => new($"{Server}{Interface}/{operation}");

    /// <summary>Returns the address of an operation of the management interface.</summary>
    public Uri Management(string operation) => new($"{Server}/api/admin-v1/{operation}");

    /// <summary>Returns the server and the scope in one text: the path of the directory.</summary>
    public override string ToString() => $"{Server}/{DataSource}";
}
