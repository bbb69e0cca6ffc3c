using CoexTools.Model;

namespace CoexTools.Sources;

/// <summary>Reads a directory from a DXL file, from an NSF file, or from a Domino server.</summary>
internal interface IDirectorySource
{
    /// <summary>Reads the Foreign Domain documents, servers, groups, and access control list.</summary>
    /// <param name="fieldMap">The items that contain the properties of a Foreign Domain document.</param>
    /// <param name="report">Receives errors that affect only one document.</param>
    /// <param name="cancel">Cancels the operation.</param>
    /// <param name="progress">Called from time to time, on the calling thread, with the current step and the completed
    /// part of the work, from 0 to 1, or a negative number.</param>
    /// <exception cref="CoexException">The directory cannot be read completely. Nothing is returned.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    DirectoryContent Read(
        FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel,
        Action<string, double>? progress = null);
}
