using System.Net;
using CoexTools.Model;
using CoexTools.Sources.Rest;
using CoexTools.Views;

namespace CoexTools.Input;

/// <summary>Reads the directory of a server for a command.</summary>
internal static class ServerConnection
{
    /// <summary>
    /// Returns a credential that a user specified. PowerShell adds a backslash to a user name without a domain.
    /// </summary>
    public static NetworkCredential CredentialOf(PSCredential credential) =>
        new(credential.UserName.TrimStart('\\'), credential.Password);

    /// <summary>Reads the directory of a server. The client remains connected, and is in the origin.</summary>
    /// <param name="command">The command. It shows the progress, and writes errors that affect only a part of the
    /// directory.</param>
    /// <param name="server">Specifies how to connect to the server.</param>
    /// <param name="options">Specifies how to read the directory.</param>
    /// <param name="map">The field map.</param>
    /// <exception cref="CoexException">The directory cannot be read.</exception>
    public static DirectoryContent Read(
        CoexCommand command, RestOptions server, RestDirectoryOptions options, FieldMap map)
    {
        var client = new RestClient(server);
        var progress = new WorkProgress(command, "Reading the directory of the server");
        try
        {
            return new RestDirectoryReader(client, options, command.WriteVerbose).Read(
                map, command.WriteError, command.CancelToken,
                (step, share) => progress.Report(step, () => server.Address.Server, share));
        }
        catch
        {
            client.Dispose();
            throw;
        }
        finally
        {
            progress.End();
        }
    }
}
