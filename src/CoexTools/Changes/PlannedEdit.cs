using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;

namespace CoexTools.Changes;

/// <summary>An edit of one document, in addition to the changes that every save makes.</summary>
/// <param name="Document">The document.</param>
/// <param name="Edit">Returns the changes to the text of the document as it is when the plan is made.</param>
internal sealed record PlannedEdit(ForeignDomainDocument Document, Func<DominoDocument, IEnumerable<TextEdit>> Edit);
