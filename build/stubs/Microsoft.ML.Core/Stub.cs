// Names and shapes for the compiler alone; see Stub.csproj.
using System;

namespace Microsoft.ML
{
    public interface ITransformer
    {
    }

    public delegate void SignatureLoadModel();

    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    public sealed class LoadableClassAttribute : Attribute
    {
        public LoadableClassAttribute(string summary, Type instType, Type loaderType, Type argType, Type sigType, string userName, params string[] loadNames)
        {
        }
    }
}

namespace Microsoft.ML.Runtime
{
    public interface IHostEnvironment
    {
    }
}
