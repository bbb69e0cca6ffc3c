using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CoexTools.Files;

namespace CoexTools.Scheduling;

/// <summary>
/// Stores the credentials of schedules as files that systemd has encrypted for this computer. Only systemd decrypts
/// them, for the service of the schedule.
/// </summary>
/// <param name="folder">The folder of the encrypted credentials.</param>
/// <param name="isUser">Specifies whether the services are those of the current user instead of those of the
/// system.</param>
/// <param name="program">The program of systemd that encrypts credentials. For tests.</param>
internal sealed class SystemdCredentialStore(string folder, bool isUser, string program = "systemd-creds")
    : ICredentialStore
{
    /// <summary>The name of the folder, in the folder for configuration files.</summary>
    public const string FolderName = "credstore.encrypted";

    // Version 250 introduced encrypted credentials, and version 256 those of users.
    private const int OldestVersion = 250, OldestUserVersion = 256;

    private string[] UserOption => isUser ? ["--user"] : [];

    /// <summary>Returns the line of a service unit that makes the credential available to the service.</summary>
    /// <remarks>
    /// The specifier %E is the folder for configuration files: /etc for the system, and normally ~/.config for a user.
    /// </remarks>
    public static string UnitLine(string name) => $"LoadCredentialEncrypted={name}:%E/{FolderName}/{name}";

    /// <summary>Returns a shell command that asks for a credential, and stores it.</summary>
    public static string StoreCommand(string name, bool isUser)
    {
        const string Ask = "(systemd-ask-password --echo=yes 'User name:'; systemd-ask-password -n 'Password:')";
        string target = $"{(isUser ? "~/.config" : "/etc")}/{FolderName}";
        return $"mkdir -p -m 700 {target} && {Ask} | "
            + $"systemd-creds encrypt {(isUser ? "--user " : "")}--name={name} - {target}/{name}";
    }

    /// <inheritdoc/>
    public string PlaceOf(string name) => Path.Combine(folder, name);

    /// <inheritdoc/>
    public bool Contains(string name) => File.Exists(PlaceOf(name));

    /// <inheritdoc/>
    public NetworkCredential? Read(string name)
    {
        if (!Contains(name))
            return null;
        RequireVersion(name);
        (int exitCode, byte[] text, string error) = SystemProgram.Filter(
            program, [], ["decrypt", .. UserOption, $"--name={name}", PlaceOf(name), "-"]);
        return exitCode == 0 ? CredentialText.Decode(name, text) : throw Failed(name, exitCode, error);
    }

    /// <inheritdoc/>
    public Action Write(string name, NetworkCredential credential)
    {
        RequireVersion(name);
        byte[] encrypted = Encrypt(name, credential);
        string path = PlaceOf(name);
        try
        {
            byte[]? former = Contains(name) ? ScheduleStore.ContentOf(path) : null;
            FilePlace.CreatePrivateFolder(folder);
            Write(path, encrypted);
            return () =>
            {
                if (former is null)
                    File.Delete(path);
                else
                    Write(path, former);
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.CredentialStoreUnavailable(name, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Remove(string name)
    {
        try
        {
            File.Delete(PlaceOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // Then it is not there either.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.CredentialStoreUnavailable(name, e.Message, e);
        }
    }

    private static void Write(string path, byte[] content) =>
        ScheduleStore.Write(path, replace: true, stream => stream.Write(content, 0, content.Length));

    private byte[] Encrypt(string name, NetworkCredential credential)
    {
        byte[] text = CredentialText.Encode(name, credential);
        try
        {
            (int exitCode, byte[] encrypted, string error) = SystemProgram.Filter(
                program, text, ["encrypt", .. UserOption, $"--name={name}", "-", "-"]);
            return exitCode == 0 && encrypted.Length > 0 ? encrypted : throw Failed(name, exitCode, error);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private void RequireVersion(string name)
    {
        (int exitCode, string output) = SystemProgram.Run(program, "--version");
        if (exitCode != 0)
            throw Failed(name, exitCode, output.Trim());
        Match version = Regex.Match(output, @"^systemd (\d+)", RegexOptions.CultureInvariant);
        int required = isUser ? OldestUserVersion : OldestVersion;
        if (!version.Success || !int.TryParse(
            version.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            throw CoexException.CredentialStoreUnavailable(name, $"The version of '{program}' is unknown.");
        if (number < required)
        {
            throw CoexException.CredentialStoreUnavailable(
                name, $"This is systemd {number}. Credentials for schedules of {(isUser ? "a user" : "the system")} "
                    + $"require systemd {required}.");
        }
    }

    private CoexException Failed(string name, int exitCode, string error) =>
        CoexException.CredentialStoreUnavailable(
            name, $"'{program}' exited with code {exitCode}.{(error.Length > 0 ? " " + error : "")}");
}
