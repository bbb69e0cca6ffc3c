using System.Xml;
using CoexTools.Files;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>
/// Reads a DXL file: by a sweep over its bytes that finds the documents that matter, or, where the sweep is not sure or
/// is not wanted, by <see cref="XmlReader"/> alone. Both return the same.
/// </summary>
/// <param name="path">The full path of the file.</param>
/// <param name="isStrict">Specifies whether <see cref="XmlReader"/> reads every byte, so that every syntax error is
/// found.</param>
internal sealed class DxlReader(string path, bool isStrict = false) : IDirectorySource
{
    // Reading the file again takes less time than recording what would avoid it.
    private const int SmallFile = 1 << 16;

    /// <inheritdoc/>
    public DirectoryContent Read(
        FieldMap fieldMap, Action<CoexException> report, CancellationToken cancel,
        Action<string, double>? progress = null) =>
        Open((stream, head) =>
        {
            FileIdentity? identity = stream.Length < SmallFile ? null : FileIdentity.Of(stream);
            bool isSettled = identity?.IsSettled(DateTimeOffset.UtcNow) ?? false;
            void Report(long read) => progress?.Invoke("", (double)read / stream.Length);

            var elements = new Elements(path, fieldMap);
            DxlReading? reading = isStrict
                ? null
                : DxlSweep.TryRead(
                    stream, head, DocumentFilter.Directory, elements.Add, cancel, progress: Report,
                    isTraced: identity is not null);
            if (reading is null)
            {
                using var watched = new WatchedStream(stream, read => Report(read / PlainReader.Passes));
                elements = new Elements(path, fieldMap);
                reading = PlainReader.Read(path, watched, head, DocumentFilter.Directory, elements.Add, cancel);
            }
            FileStamp stamp = reading.Stamp;
            if (identity is not null)
                stamp = new TracedStamp(
                    stamp.Length, stamp.Hash, stamp.Encoding, identity, isSettled, reading.State, elements.States);
            return elements.Build(reading with { Stamp = stamp }, report);
        });

    /// <summary>Reads all documents of the file, one after another.</summary>
    /// <exception cref="CoexException">The file cannot be read, or is not a DXL file.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public void ReadDocuments(Action<DxlElement> take, CancellationToken cancel) =>
        Open((stream, head) =>
            PlainReader.Read(
                path, stream, head, DocumentFilter.All,
                element =>
                {
                    if (element.Kind == DxlElementKind.Document)
                        take(element);
                },
                cancel));

    private T Open<T>(Func<FileStream, FileHead, T> read)
    {
        try
        {
            using FileStream stream = FilePlace.OpenRead(path);
            FileHead head = FileHead.Read(stream);
            long length = stream.Length;
            DateTime written = File.GetLastWriteTimeUtc(path);
            T result = read(stream, head);
            if (stream.Length != length || File.GetLastWriteTimeUtc(path) != written)
                throw CoexException.FileChanged(path);
            return result;
        }
        catch (XmlException e)
        {
            throw MalformedFile.At(path, e.Message, Math.Max(1, e.LineNumber), Math.Max(1, e.LinePosition), e);
        }
        catch (EndOfStreamException)
        {
            throw CoexException.FileChanged(path); // It was longer when the reading began.
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or System.Security.SecurityException
                or NotSupportedException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }

    /// <summary>Collects the elements of a file: their documents, and their positions.</summary>
    private sealed class Elements(string path, FieldMap fieldMap)
    {
        private readonly DirectoryBuilder _builder = new(path, fieldMap);
        private readonly Dictionary<int, FilePosition> _positions = [];
        private readonly Dictionary<long, HashState> _states = [];
        private DxlElement? _accessControlList;

        /// <summary>The states of the hash at the documents that can be changed, by their offsets.</summary>
        public IReadOnlyDictionary<long, HashState> States => _states;

        /// <summary>Adds an element.</summary>
        /// <exception cref="XmlException">The element is not well-formed.</exception>
        public void Add(DxlElement element)
        {
            if (element.State is { } state)
                _states[element.Position.Offset] = state;
            if (element.Kind == DxlElementKind.AccessControlList)
            {
                _accessControlList ??= element;
                _builder.Add(AccessControlListParser.Parse(element));
            }
            else if (_builder.Add(element.Form ?? "", () => Parse(element)) == DocumentKind.Domain)
            {
                _positions[element.Key] = element.Position;
            }
        }

        /// <summary>Returns the directory.</summary>
        public DirectoryContent Build(DxlReading reading, Action<CoexException> report) =>
            _builder.Build(reading.RootAttributes, reading.LastKey, report) with
            {
                Origin = new DxlLayout(path, reading.Stamp, reading.Outline, _positions, _accessControlList),
            };

        // A server or a group is read on demand, after the file was read.
        private DominoDocument Parse(DxlElement element)
        {
            try
            {
                return DocumentParser.Parse(element);
            }
            catch (XmlException e) when (DirectoryForms.KindOf(element.Form ?? "") is DocumentKind.Server
                or DocumentKind.Group)
            {
                // The sweep did not find the error. The plain reader reports its position in the file.
                new DxlReader(path, isStrict: true).Read(fieldMap, _ => { }, CancellationToken.None);
                throw MalformedFile.At(path, e.Message, e.LineNumber, e.LinePosition, e);
            }
        }
    }
}
