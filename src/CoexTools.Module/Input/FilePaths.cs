using CoexTools.Files;

namespace CoexTools.Input;

/// <summary>Resolves paths with the session of a command.</summary>
internal static class FilePaths
{
    /// <summary>Processes each file that paths match. After an error, it continues with the next file.</summary>
    /// <param name="command">The command.</param>
    /// <param name="paths">The paths.</param>
    /// <param name="isLiteral">Specifies whether no character is a wildcard.</param>
    /// <param name="work">Processes a file.</param>
    /// <param name="skip">Receives each pattern that matches no file, as a full path.</param>
    public static void ForEach(
        CoexCommand command, string[] paths, bool isLiteral, Action<string> work, Action<string>? skip = null)
    {
        foreach (string path in paths)
        {
            bool isReported = false;
            IReadOnlyList<string> files = Resolve(command, path, isLiteral, failure =>
            {
                isReported = true;
                command.WriteError(failure);
            });
            if (files.Count == 0 && !isReported)
                skip?.Invoke(command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
            foreach (string file in files)
                command.Attempt(() => work(file), file);
        }
    }

    /// <summary>
    /// Returns the full paths that a path matches. An existing path has precedence, because names can contain brackets.
    /// </summary>
    public static IReadOnlyList<string> Resolve(
        PSCmdlet command, string path, bool isLiteral, Action<CoexException> report)
    {
        if (NotPath.Error(path) is { } notPath)
        {
            report(notPath);
            return [];
        }
        try
        {
            string literal = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                throw CoexException.FileUnreadable(
                    path, $"It is a path of the provider {provider.Name}, not of the file system.");
            bool isWildcard = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
            if (System.IO.Directory.Exists(literal) || FileReplacement.Await(literal))
                return [literal];
            if (isLiteral)
                throw CoexException.PathNotFound(literal);
            if (isWildcard && System.IO.Path.GetDirectoryName(literal) is { } folder)
                FileReplacement.AwaitAll(folder);
            // Folders that match a pattern are not meant.
            return
            [
                .. command.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _)
                    .Where(found => !isWildcard || !System.IO.Directory.Exists(found)),
            ];
        }
        catch (CoexException e)
        {
            report(e);
        }
        catch (ItemNotFoundException) when (!isLiteral && WildcardPattern.ContainsWildcardCharacters(path))
        {
            // A pattern without a match is not an error in PowerShell.
        }
        catch (Exception e)
            when (IsInvalidPath(e) || e is ItemNotFoundException or IOException or UnauthorizedAccessException)
        {
            report(CoexException.PathNotFound(path));
        }
        return [];
    }

    /// <summary>Returns the full path of a file to write; null, with an error, if no file can be there.</summary>
    public static string? ResolveNew(PSCmdlet command, string path, Action<CoexException> report)
    {
        if (NotPath.Error(path) is { } notPath)
        {
            report(notPath);
            return null;
        }
        try
        {
            string literal = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(
                path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                throw CoexException.WriteFailed(
                    path, $"It is a path of the provider {provider.Name}, not of the file system.");
            if (System.IO.Directory.Exists(literal))
                throw CoexException.WriteFailed(literal, "It is a folder.");
            FilePlace.RefuseDevice(literal);
            return literal;
        }
        catch (CoexException e)
        {
            report(e);
        }
        catch (IOException e)
        {
            report(CoexException.WriteFailed(path, e.Message, e));
        }
        catch (Exception e) when (IsInvalidPath(e))
        {
            report(CoexException.PathNotFound(path));
        }
        return null;
    }

    private static bool IsInvalidPath(Exception e) =>
        e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
        or PSNotSupportedException or PSArgumentException or ArgumentException or NotSupportedException;
}
