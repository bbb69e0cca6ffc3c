using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Probing;
using CoexTools.Simulation;

namespace CoexTools.Input;

/// <summary>The parameters of commands that test requests in a state of the network.</summary>
/// <param name="ServerDown">
/// Specifies the servers that are down: they cannot be reached over NRPC. Wildcards are allowed.
/// </param>
/// <param name="ServerBusy">
/// Specifies the servers that are busy: they can be reached, and do not accept work. Wildcards are allowed.
/// </param>
/// <param name="HttpDown">
/// Specifies the servers whose HTTP connection to Exchange is down. Wildcards are allowed.
/// </param>
/// <param name="SmtpDown">
/// Specifies the servers whose SMTP connection to Exchange is down. Wildcards are allowed.
/// </param>
/// <param name="LinkDown">Specifies the pairs of servers that do not reach each other:
/// <c>'Hub01/Acme|DominoA/Acme'</c>.</param>
/// <param name="Network">
/// Specifies the output of <c>Test-CoexistenceServer</c>. What was down when it was probed is down, in addition to what
/// the other parameters specify.
/// </param>
internal sealed record OutageOptions(
    string[] ServerDown, string[] ServerBusy, string[] HttpDown, string[] SmtpDown, string[] LinkDown,
    ServerProbe[]? Network)
{
    /// <summary>Returns the state of the network, with the servers as a directory knows them (NM3).</summary>
    /// <exception cref="CoexException">A link does not name two servers, or a server name is ambiguous.</exception>
    public NetworkState For(DirectorySnapshot directory, ServerNames names) => For(names, Observe(Network, directory));

    /// <summary>Checks the parameters without a directory.</summary>
    /// <exception cref="CoexException">A link does not name two servers.</exception>
    public OutageOptions Check(CoexCommand command)
    {
        For(new ServerNames(command), observed: null);
        return this;
    }

    /// <summary>
    /// Returns what was observed, with the servers as the first directory that contains them knows them; null without
    /// probes.
    /// </summary>
    public static Observations? Observe(ServerProbe[]? network, params DirectorySnapshot[] directories)
    {
        return network is null ? null : ObservedNetwork.Of(network, Resolve);

        NotesName Resolve(NotesName name) =>
            directories.Select(directory => directory.FindServers(name))
                .FirstOrDefault(found => found.Count == 1)?[0] ?? name;
    }

    private NetworkState For(ServerNames names, Observations? observed) => new(
        ServerDown.SelectMany(names.All), ServerBusy.SelectMany(names.All),
        HttpDown.SelectMany(names.All), SmtpDown.SelectMany(names.All),
        LinkDown.Select(link => AvailabilityArguments.Link(link, names)), observed);
}
