using CoexTools.Names;

namespace CoexTools.Completion;

/// <summary>Completes a table of addresses by coexistence server, with their common names.</summary>
public sealed class AddressCompleter : LineCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(LineWord word) =>
        from server in word.Directory?.Names.SelectMany(names => names.CoexistenceServers)
            .Distinct(StringComparer.OrdinalIgnoreCase) ?? []
        let text = $"@{{ {Quoted(server)} = {Quoted(new NotesName(server).CommonName)} }}"
        where text.StartsWith(word.Text, StringComparison.OrdinalIgnoreCase)
        select ResultOf(text, server, $"The address of {server}");
}
