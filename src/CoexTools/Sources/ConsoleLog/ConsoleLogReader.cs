namespace CoexTools.Sources.ConsoleLog;

/// <summary>
/// Reads a console log of any size, and passes on the lines that contain one of the texts of
/// <see cref="SearchText.All"/>. All other lines are only searched.
/// </summary>
/// <param name="stream">The log.</param>
/// <param name="latest">The latest local time of any server now.</param>
/// <param name="found">Receives each line; one that contains several messages, several times.</param>
/// <param name="vectors">Specifies whether to look at many bytes at a time.</param>
internal sealed class ConsoleLogReader(Stream stream, DateTime latest, Action<ConsoleLine> found, bool vectors)
{
    private const int BufferSize = 1 << 18;
    private const int Overlap = 1 << 10;
    private const int SampleDistance = 1 << 15;
    private const long SampledCompletely = 1 << 20;
    private const int LinesBack = 200;
    private const byte LineFeed = (byte)'\n';

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly DateOrderEvidence _evidence = new(latest);
    private ConsoleTime? _first;
    private ConsoleTime? _last;
    private ConsoleTime? _known; // Of the last sampled line.
    private ConsoleTime? _longTime;
    private (ConsoleTime? Time, bool IsOwn, int Text)? _time; // Of the line that was found last.
    private bool _isInLongLine;
    private bool _hasMessage; // In the long line.
    private long _lines;
    private long _read;

    /// <summary>Reads the log to its end.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="InvalidDataException">The compressed log is damaged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public ConsoleLogSummary Read(CancellationToken cancel)
    {
        int end = 0;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            int read = stream.Read(_buffer, end, BufferSize - end);
            bool isEnd = read == 0;
            end += read;
            _read += read;
            int done = isEnd ? end : Array.LastIndexOf(_buffer, LineFeed, end - 1, end) + 1;
            if (done > 0)
            {
                Process(done);
                _isInLongLine = _hasMessage = false;
            }
            else if (end == BufferSize)
            {
                done = PassLongLine(end);
            }
            if (isEnd)
                break;
            Buffer.BlockCopy(_buffer, done, _buffer, 0, end - done);
            end -= done;
        }
        return new ConsoleLogSummary(_evidence.Order, _first, _last, _lines);
    }

    // A part of a line that does not fit into the buffer. What may be the start of a text is kept for the next part.
    private int PassLongLine(int end)
    {
        if (!_isInLongLine)
            _longTime = TimeOf(0, end, out _);
        int done = end - Overlap;
        Search(end, done);
        _isInLongLine = true;
        return done;
    }

    private void Process(int end)
    {
        Sample(end);
        Search(end, end);
        _lines += ConsoleSearch.CountLines(_buffer, 0, end, vectors);
        if (_buffer[end - 1] != LineFeed)
            _lines++;
        SampleLast(end);
    }

    // Passes on the lines with a text that starts before a position.
    private void Search(int end, int limit)
    {
        int at = 0, counted = 0;
        long number = _lines + 1;
        int line = -1, stop = -1; // The start and the end of the line that was found last.
        bool hasMessage = _hasMessage;
        while ((at = ConsoleSearch.Next(_buffer, at, end, vectors, out SearchText? key)) >= 0 && at < limit)
        {
            number += ConsoleSearch.CountLines(_buffer, counted, at, vectors);
            counted = at;
            if (at >= stop) // The bounds of a line are determined once, however many texts it contains.
            {
                int start = Array.LastIndexOf(_buffer, LineFeed, at, at + 1) + 1;
                int feed = Array.IndexOf(_buffer, LineFeed, at, end - at);
                stop = feed < 0 ? end : feed;
                hasMessage &= line < 0 && start == 0;
                line = start;
                _time = null;
            }
            int next = at + key!.Text.Length;
            if (key.Kind == ConsoleMessageKind.Other)
                Report(key, number, line, at, ref next, stop, hasMessage);
            else
                Pass(key, number, line, at, stop);
            hasMessage |= key.Kind != ConsoleMessageKind.Other;
            at = next;
        }
        if (line >= 0)
            _hasMessage = hasMessage && line == 0;
    }

    // A line that names the calendar connector, unless it also contains a message.
    private void Report(SearchText key, long number, int start, int at, ref int next, int stop, bool hasMessage)
    {
        int place = next;
        while ((place = ConsoleSearch.Next(_buffer, place, stop, vectors, out SearchText? other)) >= 0)
        {
            if (other!.Kind != ConsoleMessageKind.Other)
            {
                next = place;
                return;
            }
            place += other.Text.Length;
        }
        if (!hasMessage)
            Pass(key, number, start, at, stop);
        next = stop;
    }

    private void Pass(SearchText key, long number, int start, int at, int stop)
    {
        if (_time is null)
        {
            bool isOfLongLine = start == 0 && _isInLongLine;
            int text = start;
            ConsoleTime? own = isOfLongLine ? _longTime : TimeOf(start, stop, out text);
            if (own is { } time)
                Note(time);
            _time = (own ?? TimeBefore(start), own is not null, text);
        }
        (ConsoleTime? last, bool isOwn, int after) = _time.Value;
        found(new ConsoleLine(key, number, last, isOwn, _buffer, Math.Min(after, at), at, stop));
    }

    // The time of a line, and the position after it.
    private ConsoleTime? TimeOf(int start, int end, out int text)
    {
        text = start;
        return ConsoleTime.TryRead(_buffer, ref text, end, out ConsoleTime time) ? time : null;
    }

    // The time of the last line with one before a line that has none.
    private ConsoleTime? TimeBefore(int start)
    {
        for (int i = 0; i < LinesBack && start > 0; i++)
        {
            int end = start - 1;
            start = end == 0 ? 0 : Array.LastIndexOf(_buffer, LineFeed, end - 1, end) + 1;
            ConsoleTime? time = start == 0 && _isInLongLine ? _longTime : TimeOf(start, end, out _);
            if (time is not null)
                return time;
        }
        return start == 0 ? _known : null;
    }

    // The times of many lines, to determine the order of day and month.
    private void Sample(int end)
    {
        int distance = _read <= SampledCompletely ? 0 : SampleDistance;
        int start = _isInLongLine ? Array.IndexOf(_buffer, LineFeed, 0, end) + 1 : 0;
        if (_isInLongLine && start == 0)
            return;
        while (start < end)
        {
            if (TimeOf(start, end, out int text) is { } time)
                Note(time);
            int from = Math.Max(text, Math.Min(start + distance, end - 1));
            int feed = Array.IndexOf(_buffer, LineFeed, from, end - from);
            if (feed < 0)
                break;
            start = feed + 1;
        }
    }

    private void SampleLast(int end)
    {
        if (TimeBefore(end) is { } time)
            _known = _last = time;
    }

    private void Note(ConsoleTime time)
    {
        _first ??= time;
        _evidence.Add(time);
    }
}
