namespace CoexTools.Input;

/// <summary>Turns the paths that users give into files, by way of PowerShell's own paths.</summary>
internal static class FilePaths
{
    /// <summary>The full paths of the files that a path means; a literal name before a wildcard, for names may hold brackets.</summary>
    public static IReadOnlyList<string> Resolve(PSCmdlet command, string path, bool isLiteral, Action<CoexException> report)
    {
        try
        {
            string literal = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                throw CoexException.FileUnreadable(path, $"It is a path of the provider {provider.Name}, not of the file system.");
            bool isWildcard = !isLiteral && WildcardPattern.ContainsWildcardCharacters(path);
            if (File.Exists(literal) || System.IO.Directory.Exists(literal))
                return [literal];
            if (isLiteral)
                throw CoexException.PathNotFound(literal);
            // Folders are left out where a wildcard found them: nobody means those.
            return [.. command.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(found => !isWildcard || !System.IO.Directory.Exists(found))];
        }
        catch (CoexException e)
        {
            report(e);
        }
        catch (ItemNotFoundException) when (!isLiteral && WildcardPattern.ContainsWildcardCharacters(path))
        {
            // A wildcard without a match means nothing, as everywhere in PowerShell.
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSNotSupportedException or PSArgumentException
            or ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            report(CoexException.PathNotFound(path));
        }
        return [];
    }

    /// <summary>The full path of a file to write; null, with an error, where it is no place for one.</summary>
    public static string? ResolveNew(PSCmdlet command, string path, Action<CoexException> report)
    {
        try
        {
            string literal = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
                throw CoexException.WriteFailed(path, $"It is a path of the provider {provider.Name}, not of the file system.");
            if (System.IO.Directory.Exists(literal))
                throw CoexException.WriteFailed(literal, "It is a folder.");
            return literal;
        }
        catch (CoexException e)
        {
            report(e);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSNotSupportedException or PSArgumentException
            or ArgumentException or NotSupportedException)
        {
            report(CoexException.PathNotFound(path));
        }
        return null;
    }
}
