using System.Collections;
using System.Management.Automation.Language;

namespace CoexTools.Completion;

/// <summary>The word to complete.</summary>
/// <param name="Command">The command.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Text">The typed text, with its quotation marks.</param>
/// <param name="Ast">The command on the command line; null without a command line.</param>
/// <param name="Bound">The values of the other parameters, as far as they are known.</param>
internal sealed record LineWord(string Command, string Parameter, string Text, CommandAst? Ast, IDictionary? Bound)
{
    /// <summary>Gets the directories that the command line uses; null without a session.</summary>
    public CommandLineDirectory? Directory => CommandLineDirectory.Find(Ast, Bound);
}
