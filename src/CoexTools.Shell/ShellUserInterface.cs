using System.Management.Automation;
using System.Management.Automation.Host;

namespace CoexTools.Shell;

/// <summary>
/// Writes objects and host messages to standard output, and errors, warnings, verbose and debug messages to standard error. Colors are written
/// to terminals only. The other part of this class implements prompts.
/// </summary>
internal sealed partial class ShellUserInterface : PSHostUserInterface
{
    private readonly Lock _gate = new();
    private readonly CancellationToken _stop;
    private bool _progressShown;

    /// <summary>Initializes a new instance. The token cancels waiting for an answer.</summary>
    public ShellUserInterface(bool isInteractive, CancellationToken stop)
    {
        IsInteractive = isInteractive;
        _stop = stop;
        RawUI = new ShellRawUserInterface(this);
        SupportsVirtualTerminal = Environment.GetEnvironmentVariable("TERM") != "dumb" && VirtualTerminal.TryEnable();
        if (Environment.GetEnvironmentVariable("NO_COLOR") is not null)
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
    }

    /// <summary>Gets a value that indicates whether prompts are possible.</summary>
    public bool IsInteractive { get; }

    /// <summary>Gets or sets a value that indicates whether an error is being reported. Objects are then also written to standard error.</summary>
    public bool IsReportingError { get; set; }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; }

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal { get; }

    /// <inheritdoc/>
    public override void Write(string value) => Print(IsReportingError ? Console.Error : Console.Out, value);

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        if (Console.IsOutputRedirected || PSStyle.Instance.OutputRendering == OutputRendering.PlainText)
        {
            Write(value);
            return;
        }

        lock (_gate)
        {
            (Console.ForegroundColor, Console.BackgroundColor) = (foregroundColor, backgroundColor);
            Print(Console.Out, value);
            Console.ResetColor();
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string value)
    {
        if (IsReportingError)
            WriteErrorLine(value);
        else
            Print(Console.Out, value + Environment.NewLine);
    }

    /// <inheritdoc/>
    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        Write(foregroundColor, backgroundColor, value);
        WriteLine(""); // Written after the color reset. Otherwise, the background color fills the next line.
    }

    /// <inheritdoc/>
    public override void WriteErrorLine(string value)
    {
        if (!string.IsNullOrEmpty(value))
            Print(Console.Error, value + Environment.NewLine);
    }

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => Print("WARNING: ", message, PSStyle.Instance.Formatting.Warning);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => Print("VERBOSE: ", message, PSStyle.Instance.Formatting.Verbose);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => Print("DEBUG: ", message, PSStyle.Instance.Formatting.Debug);

    /// <summary>Displays one line at the bottom of the terminal. The next output removes it.</summary>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (Console.IsOutputRedirected || Console.IsErrorRedirected || !SupportsVirtualTerminal)
            return;
        lock (_gate)
        {
            HideProgress();
            if (record.RecordType == ProgressRecordType.Completed)
                return;
            string percent = record.PercentComplete < 0 ? "" : $" ({record.PercentComplete} %)";
            string text = $"{record.Activity}: {record.StatusDescription}{percent}".ReplaceLineEndings(" ");
            Console.Error.Write(text.Length < RawUI.WindowSize.Width ? text : text[..(RawUI.WindowSize.Width - 1)]);
            _progressShown = true;
        }
    }

    private void Print(string prefix, string message, string style) =>
        Print(Console.Error, $"{style}{prefix}{message}{PSStyle.Instance.Reset}{Environment.NewLine}");

    private void Print(TextWriter writer, string value)
    {
        bool isTerminal = writer == Console.Error ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        bool isStyled = SupportsVirtualTerminal && (isTerminal || PSStyle.Instance.OutputRendering == OutputRendering.Ansi);
        lock (_gate)
        {
            HideProgress();
            writer.Write(GetOutputString(value, isStyled));
        }
    }

    private void HideProgress()
    {
        if (_progressShown)
            Console.Error.Write("\r\e[K");
        _progressShown = false;
    }
}
