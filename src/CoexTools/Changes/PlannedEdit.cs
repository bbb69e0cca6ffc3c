using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;

namespace CoexTools.Changes;

/// <summary>What a command does to one document: the text edits beside those of the save itself.</summary>
/// <param name="Document">The document.</param>
/// <param name="Edit">What changes; called with the document as it is when the plan is made.</param>
internal sealed record PlannedEdit(ForeignDomainDocument Document, Func<DominoDocument, IEnumerable<TextEdit>> Edit);
