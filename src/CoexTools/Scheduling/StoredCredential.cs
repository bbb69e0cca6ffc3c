using System.Net;
using System.Runtime.InteropServices;
using CoexTools.Files;

namespace CoexTools.Scheduling;

/// <summary>
/// Reads the credential of a schedule in the run of the schedule: from Windows Credential Manager, or from the folder
/// in which systemd makes the decrypted credentials of a service available.
/// </summary>
internal static class StoredCredential
{
    /// <summary>The environment variable with the folder of the credentials of a systemd service.</summary>
    public const string FolderVariable = "CREDENTIALS_DIRECTORY";

    // In bytes. A user name and a password are much shorter.
    private const int LargestCredential = 1 << 16;

    /// <summary>Returns a credential.</summary>
    /// <param name="name">The name of the schedule.</param>
    /// <exception cref="CoexException">The platform has no store, or the credential does not exist or is not
    /// valid.</exception>
    public static NetworkCredential Read(string name)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            string target = WindowsCredentialStore.TargetOf(name);
            return new WindowsCredentialStore().Read(name)
                ?? throw CoexException.CredentialNotFound(
                    name, $"Windows Credential Manager has no entry '{target}' for the current user.");
        }
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrEmpty(folder))
        {
            throw CoexException.CredentialStoreUnavailable(name, RuntimeInformation.IsOSPlatform(OSPlatform.OSX)
                ? "macOS has no store that a scheduled script can read."
                : $"Only a service of systemd can read it, and the environment variable {FolderVariable} of such a "
                    + "service is not set.");
        }
        return Read(name, Path.Combine(folder, name));
    }

    private static NetworkCredential Read(string name, string path)
    {
        try
        {
            FilePlace.RefuseDevice(path); // Reading a pipe would wait for another program.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > LargestCredential)
                throw CoexException.CredentialInvalid(name, $"'{path}' is too large.");
            return CredentialText.Decode(name, stream.ReadBytes(stream.Length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CoexException.CredentialNotFound(name, $"The file '{path}' does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CoexException.CredentialStoreUnavailable(name, e.Message, e);
        }
    }
}
