using System.Text.RegularExpressions;

namespace CoexTools.Input;

/// <summary>
/// Specifies which texts an argument can be. The error describes them in words, while that of <c>ValidatePattern</c>
/// displays the regular expression.
/// </summary>
/// <param name="pattern">The regular expression.</param>
/// <param name="description">The sentence that describes a valid text.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateTextAttribute(string pattern, string description) : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        string text = LanguagePrimitives.ConvertTo<string>(element) ?? "";
        if (!Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant))
            throw new ValidationMetadataException($"'{CoexException.Shorten(text)}' is not valid. {description}");
    }
}
