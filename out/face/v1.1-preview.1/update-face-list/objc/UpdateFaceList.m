// Change the name of a face list, its user data, or both.
//
// Build: clang -fobjc-arc -framework Foundation UpdateFaceList.m -o sample
// Run:   ./sample

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://norwayeast.api.cognitive.microsoft.com";
    NSString *faceListId = @"visitors";
    NSDictionary *body = @{@"name" : @"Visitors in 2026", @"userData" : @"Front door and car park"};

    NSString *key = NSProcessInfo.processInfo.environment[@"FACE_APIKEY"];
    if (key.length == 0) {
      fprintf(stderr, "Set the environment variable FACE_APIKEY to your key.\n");
      return 1;
    }

    NSMutableCharacterSet *allowed = [NSCharacterSet.URLPathAllowedCharacterSet mutableCopy];
    [allowed removeCharactersInString:@"/"];  // a value is one segment, whatever it holds
    NSMutableString *path = [NSMutableString string];
    [path appendString:@"/face/v1.1-preview.1/facelists/"];
    [path appendString:[faceListId stringByAddingPercentEncodingWithAllowedCharacters:allowed]];
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"PATCH";
    request.timeoutInterval = 30;
    [request setValue:key forHTTPHeaderField:@"Ocp-Apim-Subscription-Key"];
    [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];
    request.HTTPBody = [NSJSONSerialization dataWithJSONObject:body options:0 error:nil];

    __block int exitCode = 1;
    dispatch_semaphore_t done = dispatch_semaphore_create(0);
    NSURLSessionDataTask *task = [NSURLSession.sharedSession
        dataTaskWithRequest:request
          completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
            NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
            if (error != nil) {
              fprintf(stderr, "No answer: %s\n", error.localizedDescription.UTF8String);
            } else if (status < 200 || status > 299) {
              fprintf(stderr, "HTTP %ld: %.*s\n", (long)status, (int)data.length,
                      (const char *)data.bytes);
            } else {
              puts("Face list updated.");
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
