using Xunit.Sdk;
using Xunit.v3;

// A collection that one test sets off may free numbers of a native call of another: TorchSharp does not hold its scalars during the call.
[assembly: Parallelization(Mode = ParallelMode.None)]
