using System.Management.Automation.Host;
using System.Runtime.CompilerServices;
using CoexTools.Text;
using CoexTools.Views;

namespace CoexTools;

/// <summary>
/// The base class of all commands. It handles cancellation, and errors that affect only one file or document.
/// </summary>
public abstract class CoexCommand : PSCmdlet, IDisposable
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string DirectorySet = "Directory";
    private protected const string DocumentSet = "InputObject";
    private protected const string ResultSet = "Result";
    private protected const string DifferenceSet = "Difference";
    private protected const string DirectoryFirstSet = "DirectoryFirst";

    private readonly CancellationTokenSource _cancel = new();
    private readonly HashSet<string> _warned = [];
    private readonly HashSet<string> _bound = [];

    /// <summary>A token that is canceled when the pipeline is stopped.</summary>
    internal CancellationToken CancelToken => _cancel.Token;

    /// <summary>Whether the command has written an error.</summary>
    internal bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancel.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks whether something may be changed, as -Confirm and -WhatIf demand.</summary>
    /// <param name="action">What would be done.</param>
    internal Consent Ask(string action) => AskFor(action, action + "?");

    /// <summary>Asks whether an operation may be performed on a target, in PowerShell's own words.</summary>
    internal Consent Ask(string target, string operation)
    {
        string text = $"Performing the operation \"{operation}\" on target \"{target}\".";
        return AskFor(text, text);
    }

    /// <summary>Asks a question in addition to those of -Confirm.</summary>
    /// <param name="question">The question.</param>
    /// <param name="unanswered">The error if nobody can answer.</param>
    internal bool MayContinue(string question, Func<CoexException> unanswered)
    {
        try
        {
            return ShouldContinue(VisibleText.Of(question), "Confirm");
        }
        catch (Exception e) when (
            // The console dereferences the answer that it did not get if its input has ended.
            e is HostException or InvalidOperationException or NotImplementedException or NullReferenceException)
        {
            throw unanswered();
        }
    }

    /// <summary>
    /// Writes a warning. Anybody who can write to the directory chooses the names in it: control characters, which a
    /// console could take for commands, appear as their number.
    /// </summary>
    internal new void WriteWarning(string text) => base.WriteWarning(VisibleText.Of(text));

    /// <summary>Writes a detailed message, with control characters as their number.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(VisibleText.Of(text));

    /// <summary>
    /// Writes information about the whole output, for example totals. If the output of the command goes to a console,
    /// the console displays the information. In all other cases, -InformationAction determines this: a script that
    /// passes objects on does not expect more text.
    /// </summary>
    internal void WriteTotals(string text)
    {
        bool isSeen = MyInvocation.PipelinePosition == MyInvocation.PipelineLength && !Console.IsOutputRedirected;
        string message = VisibleText.Of(text);
        // The console breaks words.
        WriteInformation(
            new HostInformationMessage
            {
                Message = isSeen
                    ? string.Join("\n", WordWrap.Lines(message, "", "  ", ViewWidth.Current)) : message,
            },
            isSeen ? ["PSHOST"] : []);
    }

    /// <summary>Writes an error that affects only what it names.</summary>
    internal void WriteError(CoexException failure) => WriteError(failure, source: null);

    /// <inheritdoc cref="WriteError(CoexException)"/>
    /// <param name="failure">The error.</param>
    /// <param name="source">The file or server that was being processed; null for any other work.</param>
    internal virtual void WriteError(CoexException failure, string? source)
    {
        HasFailed = true;
        WriteError(ErrorRecords.Of(failure));
    }

    /// <summary>Performs a part of the work. If it fails, an error is written and the command continues.</summary>
    /// <param name="work">The part.</param>
    /// <param name="source">The file or server that the part processes; null for any other work.</param>
    internal void Attempt(Action work, string? source = null) => Attempt(work, failure => WriteError(failure, source));

    /// <inheritdoc cref="Attempt(Action, string?)"/>
    /// <param name="work">The part.</param>
    /// <param name="report">Receives the error.</param>
    internal static void Attempt(Action work, Action<CoexException> report)
    {
        try
        {
            work();
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (CoexException e)
        {
            report(e);
        }
    }

    /// <summary>
    /// Performs work that the command cannot continue without. If it fails, the error is terminating.
    /// </summary>
    internal T Require<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (CoexException e)
        {
            ThrowTerminatingError(ErrorRecords.Of(e));
            throw;
        }
    }

    /// <summary>Writes a warning, but only the first time.</summary>
    internal void WarnOnce(string text)
    {
        if (_warned.Add(text))
            WriteWarning(text);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _cancel.Cancel();

    /// <summary>
    /// Returns the value of a parameter whose position differs between parameter sets, but only once. Otherwise,
    /// PowerShell would overwrite the value with the next positional argument. After the exception, it tries the next
    /// parameter.
    /// </summary>
    private protected T Once<T>(T value, [CallerMemberName] string parameter = "") =>
        _bound.Add(parameter) ? value
            : throw new InvalidOperationException($"The parameter -{parameter} already has a value.");

    private Consent AskFor(string action, string question) =>
        ShouldProcess(VisibleText.Of(action), VisibleText.Of(question), "Confirm", out ShouldProcessReason reason)
            ? Consent.Yes
            : reason == ShouldProcessReason.WhatIf ? Consent.WhatIf : Consent.No;
}
