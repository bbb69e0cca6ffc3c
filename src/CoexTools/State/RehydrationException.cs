namespace CoexTools.State;

/// <summary>
/// An object that has travelled cannot be brought back. PowerShell leaves it as a bag of its properties when a
/// conversion ends so.
/// </summary>
internal sealed class RehydrationException(string why, Exception? inner = null) : InvalidCastException(why, inner);
