using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace CoexTools.Shell;

/// <summary>Implements prompts. In noninteractive mode, every prompt fails immediately with the same message as in pwsh.</summary>
internal sealed partial class ShellUserInterface
{
    private static TextWriter Prompter => Console.IsOutputRedirected ? Console.Error : Console.Out;

    /// <summary>Waits for an answer or for Ctrl+C.</summary>
    /// <exception cref="PSInvalidOperationException">The console is in noninteractive mode.</exception>
    /// <exception cref="PipelineStoppedException">The user pressed Ctrl+C.</exception>
    public T Ask<T>(Func<T> read)
    {
        FailUnlessInteractive();
        try
        {
            return Task.Run(read).WaitAsync(_stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    public override string ReadLine() => Ask(Console.ReadLine) ?? "";

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString()
    {
        var secret = new SecureString();
        while (true)
        {
            ConsoleKeyInfo key = Ask(() => Console.ReadKey(intercept: true));
            if (key.Key == ConsoleKey.Enter)
                break;
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.AppendChar(key.KeyChar);
        }

        Print(Prompter, Environment.NewLine);
        return secret;
    }

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        FailUnlessInteractive();
        ShowHeading(caption, message);
        (string Key, string Label)[] labels = [.. choices.Select(c => SplitLabel(c.Label))];
        string question = string.Concat(labels.Select(l => $"[{l.Key}] {l.Label}  ")) + "[?] Help ";
        if (defaultChoice >= 0)
            question += $"(default is \"{(labels[defaultChoice].Key is { Length: > 0 } key ? key : labels[defaultChoice].Label)}\"): ";
        while (true)
        {
            Print(Prompter, question);
            string answer = Ask(Console.ReadLine)?.Trim()
                ?? throw new PromptingException("The prompt was canceled.", null, "PromptForChoiceCanceled", ErrorCategory.OperationStopped);
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            if (answer == "?")
            {
                for (int i = 0; i < labels.Length; i++)
                {
                    string shown = labels[i].Key.Length > 0 ? labels[i].Key : labels[i].Label;
                    Print(Prompter, $"{shown} - {choices[i].HelpMessage}{Environment.NewLine}");
                }
            }

            int picked = Array.FindIndex(labels, l => answer.Length > 0 && (IsSame(l.Key, answer) || IsSame(l.Label, answer)));
            if (picked >= 0)
                return picked;
        }
    }

    /// <summary>Prompts for the values of parameters. The engine converts the text to the types of the parameters.</summary>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        FailUnlessInteractive();
        ShowHeading(caption, message);
        return descriptions.ToDictionary(d => d.Name, ReadField);
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        FailUnlessInteractive();
        ShowHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Print(Prompter, "User: ");
            userName = ReadLine();
        }

        Print(Prompter, $"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    private PSObject ReadField(FieldDescription field)
    {
        if (field.ParameterTypeFullName == typeof(PSCredential).FullName)
            return PSObject.AsPSObject(PromptForCredential("", "", "", ""));
        if (!field.ParameterTypeFullName.EndsWith("[]", StringComparison.Ordinal))
        {
            Print(Prompter, $"{field.Name}: ");
            return PSObject.AsPSObject(field.ParameterTypeFullName == typeof(SecureString).FullName ? ReadLineAsSecureString() : ReadLine());
        }

        var values = new List<string>();
        while (true)
        {
            Print(Prompter, $"{field.Name}[{values.Count}]: ");
            if (ReadLine() is not { Length: > 0 } value)
                return PSObject.AsPSObject(values.ToArray());
            values.Add(value);
        }
    }

    private void ShowHeading(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
            Print(Prompter, Environment.NewLine + caption + Environment.NewLine);
        if (!string.IsNullOrEmpty(message))
            Print(Prompter, message + Environment.NewLine);
    }

    /// <summary>Splits a label. The letter after '&amp;' is the short answer.</summary>
    private static (string Key, string Label) SplitLabel(string label)
    {
        int mark = label.IndexOf('&');
        return mark < 0 || mark == label.Length - 1
            ? ("", label.Replace("&", "", StringComparison.Ordinal))
            : (label[mark + 1].ToString().ToUpperInvariant(), label.Remove(mark, 1));
    }

    private static bool IsSame(string text, string answer) => string.Equals(text, answer, StringComparison.OrdinalIgnoreCase);

    private void FailUnlessInteractive()
    {
        if (!IsInteractive)
            throw new PSInvalidOperationException("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
    }
}
