#if !NET
using System.Reflection;
#endif

namespace CoexTools.Dxl;

/// <summary>Puts a file in the place of another in such a way that links, permissions and owners stay as they were.</summary>
internal static class FileAttributesKeeper
{
    private static bool IsWindows => Path.DirectorySeparatorChar == '\\';

    /// <summary>The file that a path means in the end, where it is a symbolic link; else the path itself.</summary>
    public static string FinalTarget(string path)
    {
#if NET
        return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
#else
        MethodInfo? resolve = typeof(File).GetMethod("ResolveLinkTarget", [typeof(string), typeof(bool)]);
        return (resolve?.Invoke(null, [path, true]) as FileSystemInfo)?.FullName ?? path;
#endif
    }

    /// <summary>Renames a file over another, atomically; the result has the permissions of the one that was there.</summary>
    public static void Replace(string temporary, string target)
    {
        if (IsWindows)
        {
            File.Replace(temporary, target, destinationBackupFileName: null); // Keeps the access list and the attributes.
            return;
        }
#if NET
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        File.Move(temporary, target, overwrite: true);
#else
        // Under PowerShell 7 on Unix this assembly runs on a runtime that has these; under Windows PowerShell it never comes here.
        object? mode = typeof(File).GetMethod("GetUnixFileMode", [typeof(string)])?.Invoke(null, [target]);
        if (mode is not null)
            typeof(File).GetMethod("SetUnixFileMode", [typeof(string), mode.GetType()])?.Invoke(null, [temporary, mode]);
        File.Replace(temporary, target, destinationBackupFileName: null);
#endif
    }
}
