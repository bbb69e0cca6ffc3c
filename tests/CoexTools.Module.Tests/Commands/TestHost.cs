using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace CoexTools.Module.Tests.Commands;

/// <summary>A console of 100 columns that records its output and gives predefined answers.</summary>
public sealed class TestHost : PSHost
{
    public const int Width = 100;

    private readonly TestUserInterface _userInterface = new();

    /// <summary>The lines shown.</summary>
    public List<string> Lines => _userInterface.Lines;

    /// <summary>The questions asked.</summary>
    public List<string> Questions => _userInterface.Questions;

    /// <summary>
    /// The answers to give, by their place among the choices: 0 yes, 1 yes to all, 2 no, 3 no to all.
    /// </summary>
    public Queue<int> Answers => _userInterface.Answers;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "CoexTools test host";

    public override PSHostUserInterface UI => _userInterface;

    public override Version Version => new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => throw new NotSupportedException();

    private sealed class TestUserInterface : PSHostUserInterface
    {
        private readonly StringBuilder _line = new();

        public List<string> Lines { get; } = [];

        public List<string> Questions { get; } = [];

        public Queue<int> Answers { get; } = [];

        public override PSHostRawUserInterface RawUI { get; } = new TestRawUserInterface();

        public override Dictionary<string, PSObject> Prompt(
            string caption, string message, Collection<FieldDescription> descriptions) =>
                throw new NotSupportedException();

        public override int PromptForChoice(
            string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(message);
            return Answers.Dequeue();
        }

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName) =>
                throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName,
            PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options) =>
            throw new NotSupportedException();

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override void Write(string value)
        {
            foreach (char c in GetOutputString(value, SupportsVirtualTerminal))
            {
                if (c == '\n')
                    EndLine();
                else if (c != '\r')
                    _line.Append(c);
            }
        }

        public override void Write(
            ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value + "\n");

        public override void WriteDebugLine(string message)
        {
        }

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
        }

        public override void WriteWarningLine(string message)
        {
        }

        private void EndLine()
        {
            Lines.Add(_line.ToString());
            _line.Clear();
        }
    }

    private sealed class TestRawUserInterface : PSHostRawUserInterface
    {
        public override ConsoleColor BackgroundColor { get; set; }

        public override Size BufferSize { get; set; } = new(Width, 1000);

        public override Coordinates CursorPosition { get; set; }

        public override int CursorSize { get; set; }

        public override ConsoleColor ForegroundColor { get; set; }

        public override bool KeyAvailable => false;

        public override Size MaxPhysicalWindowSize => new(Width, 1000);

        public override Size MaxWindowSize => new(Width, 1000);

        public override Coordinates WindowPosition { get; set; }

        public override Size WindowSize { get; set; } = new(Width, 1000);

        public override string WindowTitle { get; set; } = "";

        public override void FlushInputBuffer()
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

        public override void ScrollBufferContents(
            Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
                throw new NotSupportedException();

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
        {
        }

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
        {
        }
    }
}
