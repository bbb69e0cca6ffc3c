// Types that the compiler requires and netstandard2.0 does not have. Polyfill source generators emit them in a varying
// order, which would make the build nondeterministic.
namespace System.Runtime.CompilerServices
{
    /// <summary>Marks init accessors for the compiler.</summary>
    internal static class IsExternalInit
    {
    }

    /// <summary>Marks required members and the types that have them.</summary>
    [AttributeUsage(
        AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property,
        Inherited = false)]
    internal sealed class RequiredMemberAttribute : Attribute
    {
    }

    /// <summary>Prevents compilers that do not support a feature from using the member.</summary>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Marks a constructor that initializes all required members.</summary>
    [AttributeUsage(AttributeTargets.Constructor, Inherited = false)]
    internal sealed class SetsRequiredMembersAttribute : Attribute
    {
    }
}
