using CoexTools.Diagrams;
using CoexTools.Dxl.Storage;

namespace CoexTools.Input;

/// <summary>Writes the file that a command exports to.</summary>
internal static class NewFile
{
    /// <summary>Asks whether the file may be written, and writes it atomically.</summary>
    /// <param name="command">The command.</param>
    /// <param name="path">The path that the user specified. No character is a wildcard.</param>
    /// <param name="action">What is written.</param>
    /// <param name="force">Whether an existing file is replaced, a read-only one too.</param>
    /// <param name="prepare">Receives the full path, and returns what writes the content. The file is not yet locked.</param>
    /// <returns>The file; null if it was not written, because of an error, or because the user refused.</returns>
    /// <exception cref="CoexException">The file exists, or cannot be written. An existing file is intact.</exception>
    /// <exception cref="OperationCanceledException">The command was cancelled. An existing file is intact.</exception>
    public static FileInfo? Write(CoexCommand command, string path, string action, bool force, Func<string, Action<Stream>> prepare)
    {
        if (FilePaths.ResolveNew(command, path, command.WriteError) is not { } full
            || !command.ShouldProcess(VisibleText.Of(full), VisibleText.Of(action)))
            return null;
        if (!force && File.Exists(full))
            throw CoexException.FileExists(full);
        DxlFile.Create(full, prepare(full), new ReplaceOptions { OverwriteReadOnly = force }, command.CancelToken);
        return new FileInfo(full);
    }

    /// <summary>Returns what writes a text in UTF-8 without a byte order mark.</summary>
    public static Action<Stream> Text(string text)
    {
        byte[] bytes = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text);
        return stream => stream.Write(bytes, 0, bytes.Length);
    }
}
